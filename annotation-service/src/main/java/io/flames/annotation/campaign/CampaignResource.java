package io.flames.annotation.campaign;

import io.flames.annotation.problem.Parameters;
import io.flames.annotation.who.Annotators;
import io.flames.annotation.who.Role;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/campaigns}: for leads. */
@Path("/api/v1/campaigns")
@Tag(name = "campaigns")
@RolesAllowed(Role.LEAD_NAME)
public class CampaignResource {
    private final Campaigns campaigns;
    private final CampaignList list;
    private final Annotators annotators;
    private final SecurityIdentity identity;

    CampaignResource(Campaigns campaigns, CampaignList list, Annotators annotators, SecurityIdentity identity) {
        this.campaigns = campaigns;
        this.list = list;
        this.annotators = annotators;
        this.identity = identity;
    }

    @POST
    @Operation(summary = "Make a campaign; a seen Idempotency-Key gives the one that it made (200)")
    public Response create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, @Nullable CampaignRequest request) {
        var made = campaigns.create(annotators.of(identity), Parameters.body(request), idempotencyKey);
        return Response.status(made.created() ? 201 : 200)
                .entity(list.show(made.id()))
                .build();
    }

    @GET
    @Operation(summary = "Campaigns, newest first")
    public Views all(@QueryParam("limit") @DefaultValue("50") String limit) {
        return new Views(list.all(Parameters.number("limit", limit, 1, 1000)));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One campaign with its progress")
    public CampaignView show(@PathParam("id") String id) {
        return list.show(Parameters.uuid("id", id));
    }

    @POST
    @Path("{id}/close")
    @Operation(summary = "Hand out no more items; what is held may still be labelled")
    public CampaignView close(@PathParam("id") String id) {
        campaigns.close(Parameters.uuid("id", id));
        return show(id);
    }

    @POST
    @Path("{id}/reopen")
    @Operation(summary = "Go on with a closed campaign")
    public CampaignView reopen(@PathParam("id") String id) {
        campaigns.reopen(Parameters.uuid("id", id));
        return show(id);
    }

    public record Views(List<CampaignView> items) {}
}
