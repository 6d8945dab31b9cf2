package io.flames.annotation.campaign;

import io.flames.annotation.problem.Parameters;
import io.flames.annotation.who.Annotators;
import io.flames.annotation.who.Role;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/gold}: for leads. */
@Path("/api/v1/gold")
@Tag(name = "gold")
@RolesAllowed(Role.LEAD_NAME)
public class GoldResource {
    private final Gold gold;
    private final Annotators annotators;
    private final SecurityIdentity identity;

    GoldResource(Gold gold, Annotators annotators, SecurityIdentity identity) {
        this.gold = gold;
        this.annotators = annotators;
        this.identity = identity;
    }

    @POST
    @Operation(summary = "Add items with known labels; all or none")
    public Response add(@Nullable NewItems items) {
        var added = Parameters.body(items).items();
        var ids = gold.add(annotators.of(identity), added == null ? List.of() : added);
        return Response.status(201).entity(new Added(ids)).build();
    }

    @GET
    @Operation(summary = "Gold items, newest first")
    public Items list(@QueryParam("limit") @DefaultValue("100") String limit) {
        return new Items(gold.list(Parameters.number("limit", limit, 1, 1000)));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Mix an item in no more")
    public void retire(@PathParam("id") String id) {
        gold.retire(Parameters.uuid("id", id));
    }

    public record NewItems(@Nullable List<Gold.@Nullable NewItem> items) {}

    public record Added(List<UUID> ids) {}

    public record Items(List<Gold.Item> items) {}
}
