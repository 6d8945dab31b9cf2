package io.flames.annotation.label;

import io.flames.annotation.problem.Parameters;
import io.flames.annotation.who.Annotators;
import io.flames.annotation.who.Role;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/labels/history}: leads read all of it, annotators their own part. */
@Path("/api/v1/labels/history")
@Tag(name = "labels")
@RolesAllowed({Role.ANNOTATOR_NAME, Role.LEAD_NAME})
public class HistoryResource {
    private final History history;
    private final Annotators annotators;
    private final SecurityIdentity identity;

    HistoryResource(History history, Annotators annotators, SecurityIdentity identity) {
        this.history = history;
        this.annotators = annotators;
        this.identity = identity;
    }

    @GET
    @Operation(summary = "Labels with every revision, in the order in which they came; page by after")
    public Entries after(
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("campaign") @Nullable String campaign,
            @QueryParam("item") @Nullable String item,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        return new Entries(history.after(
                annotators.of(identity),
                Parameters.number("after", after, 0, 999_999_999),
                Optional.ofNullable(campaign).map(id -> Parameters.uuid("campaign", id)),
                Optional.ofNullable(item).map(id -> Parameters.uuid("item", id)),
                Parameters.number("limit", limit, 1, 1000)));
    }

    public record Entries(List<HistoryEntry> items) {}
}
