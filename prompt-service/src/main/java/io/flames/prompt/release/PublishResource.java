package io.flames.prompt.release;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Publishing a set. */
@Path("/api/v1/sets/{set}/releases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Releases")
public class PublishResource {
    private final PublishRelease publish;
    private final Releases releases;

    public PublishResource(PublishRelease publish, Releases releases) {
        this.publish = publish;
        this.releases = releases;
    }

    @POST
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
}
