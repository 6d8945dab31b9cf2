package io.flames.generation.target;

import io.flames.generation.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/targets}. */
@Path("/api/v1/targets")
@Tag(name = "targets")
public class TargetResource {
    private final Targets targets;

    TargetResource(Targets targets) {
        this.targets = targets;
    }

    @GET
    @Operation(summary = "All targets by name")
    public Uni<TargetList> list() {
        return targets.all()
                .map(all -> new TargetList(all.stream().map(TargetView::of).toList(), null));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One target with its versions, newest first")
    public Uni<TargetView> show(@PathParam("name") String name) {
        return targets.byName(name).map(TargetView::of);
    }

    @POST
    @Operation(summary = "Add a target; its first version is frozen at once")
    public Uni<Response> create(@Nullable TargetRequest request) {
        return targets.create(required(request))
                .map(target ->
                        Response.status(201).entity(TargetView.of(target)).build());
    }

    @POST
    @Path("{name}/versions")
    @Operation(
            summary = "Change a target; what bears on its answers makes a new version (201), the rest does not (200)")
    public Uni<Response> change(@PathParam("name") String name, @Nullable TargetRequest request) {
        return targets.change(name, required(request)).map(change -> Response.status(change.newVersion() ? 201 : 200)
                .entity(TargetView.of(change.target()))
                .build());
    }

    private static TargetRequest required(@Nullable TargetRequest request) {
        if (request == null) {
            throw ProblemException.badRequest("A JSON object is needed as the body.");
        }
        return request;
    }

    public record TargetList(List<TargetView> items, @Nullable String next) {}
}
