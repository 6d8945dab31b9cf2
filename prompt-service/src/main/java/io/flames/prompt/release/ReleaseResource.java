package io.flames.prompt.release;

import io.flames.prompt.promptset.Listing;
import io.flames.prompt.promptset.PageLimits;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** Publishing a set, and what was published. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Releases")
public class ReleaseResource {
    private static final int DIFF_LISTED = 100;

    private final PublishRelease publish;
    private final Releases releases;
    private final PageLimits limits;

    public ReleaseResource(PublishRelease publish, Releases releases, PageLimits limits) {
        this.publish = publish;
        this.releases = releases;
        this.limits = limits;
    }

    @POST
    @Path("sets/{set}/releases")
    @Operation(operationId = "publishRelease", summary = "Publish the set as it is now")
    @APIResponse(responseCode = "201", description = "A new release")
    @APIResponse(responseCode = "200", description = "The latest release: the content has not changed since")
    @APIResponse(responseCode = "422", description = "The set has no prompts")
    public Uni<Response> publish(@Parameter(description = "Name or id") @PathParam("set") String set) {
        return publish.publish(set)
                .flatMap(result -> releases.view(result.release(), result.created()))
                .map(view -> view.created()
                        ? Response.created(URI.create("/api/v1/releases/" + view.id()))
                                .entity(view)
                                .build()
                        : Response.ok(view).build());
    }

    @GET
    @Path("releases")
    @Operation(operationId = "listReleases", summary = "Releases, newest first")
    public Uni<Listing<ReleaseView>> list(
            @Parameter(description = "Name or id of a set") @QueryParam("set") @DefaultValue("") String set,
            @QueryParam("limit") @Nullable Integer limit) {
        return releases.newest(set, limits.limit(limit)).map(Listing::whole);
    }

    @GET
    @Path("releases/{ref}")
    @Operation(operationId = "showRelease", summary = "One release")
    public Uni<ReleaseView> show(
            @Parameter(description = "Id, set@number, or a set's name for its latest") @PathParam("ref") String ref) {
        return releases.view(ref);
    }

    @GET
    @Path("releases/{ref}/prompts")
    @Produces("application/x-ndjson")
    @Operation(operationId = "exportRelease", summary = "The prompts of a release, one JSON object a line")
    public Multi<ReleaseLine> prompts(@PathParam("ref") String ref) {
        return RestMulti.fromUniResponse(releases.find(ref), release -> releases.lines(release.id()));
    }

    @GET
    @Path("releases/{ref}/diff/{other}")
    @Operation(
            operationId = "diffReleases",
            summary = "What the second release has that the first has not, and the reverse")
    public Uni<ReleaseDiff> diff(@PathParam("ref") String ref, @PathParam("other") String other) {
        return releases.diff(ref, other, DIFF_LISTED);
    }
}
