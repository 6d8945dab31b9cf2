package io.flames.prompt.release;

import io.flames.prompt.promptset.Listing;
import io.flames.prompt.promptset.PageLimits;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** What was published. */
@Path("/api/v1/releases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Releases")
public class ReleaseResource {
    private static final int DIFF_LISTED = 100;

    private final Releases releases;
    private final PageLimits limits;

    public ReleaseResource(Releases releases, PageLimits limits) {
        this.releases = releases;
        this.limits = limits;
    }

    @GET
    @Operation(operationId = "listReleases", summary = "Releases, newest first")
    public Uni<Listing<ReleaseView>> list(
            @Parameter(description = "Name or id of a set") @QueryParam("set") @DefaultValue("") String set,
            @QueryParam("limit") @Nullable String limit) {
        return releases.newest(set, limits.limit(limit)).map(Listing::whole);
    }

    @GET
    @Path("{ref}")
    @Operation(operationId = "showRelease", summary = "One release")
    public Uni<ReleaseView> show(
            @Parameter(description = "Id, set@number, or a set's name for its latest") @PathParam("ref") String ref) {
        return releases.view(ref);
    }

    @GET
    @Path("{ref}/prompts")
    @Produces("application/x-ndjson")
    @Operation(operationId = "exportRelease", summary = "The prompts of a release, one JSON object a line")
    public Multi<ReleaseLine> prompts(@PathParam("ref") String ref) {
        return RestMulti.fromUniResponse(releases.find(ref), release -> releases.lines(release.id()));
    }

    @GET
    @Path("{ref}/diff/{other}")
    @Operation(
            operationId = "diffReleases",
            summary = "What the second release has that the first has not, and the reverse")
    public Uni<ReleaseDiff> diff(@PathParam("ref") String ref, @PathParam("other") String other) {
        return releases.diff(ref, other, DIFF_LISTED);
    }
}
