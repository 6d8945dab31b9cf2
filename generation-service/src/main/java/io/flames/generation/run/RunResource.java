package io.flames.generation.run;

import io.flames.generation.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/runs}. */
@Path("/api/v1/runs")
@Tag(name = "runs")
public class RunResource {
    private final Runs runs;
    private final RunLifecycle lifecycle;

    RunResource(Runs runs, RunLifecycle lifecycle) {
        this.runs = runs;
        this.lifecycle = lifecycle;
    }

    @POST
    @Operation(summary = "Start a run by hand; a seen Idempotency-Key gives the run it started (200)")
    public Uni<Response> start(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, @Nullable StartRequest request) {
        if (request == null) {
            throw ProblemException.badRequest("A JSON object is needed as the body.");
        }
        return runs.start(
                        required("target", request.target()),
                        required("release", request.release()),
                        request.samples(),
                        idempotencyKey)
                .flatMap(
                        started -> runs.show(started.runId()).map(view -> Response.status(started.created() ? 201 : 200)
                                .entity(view)
                                .build()));
    }

    @GET
    @Operation(summary = "Runs, newest first")
    public Uni<RunList> list(
            @QueryParam("target") @Nullable String target,
            @QueryParam("release") @Nullable String release,
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        return runs.list(target, release, state(status), limit(limit)).map(found -> new RunList(found, null));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One run with its counts")
    public Uni<RunView> show(@PathParam("id") String id) {
        return runs.show(runId(id));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(summary = "Stop a running run; what was collected stays")
    public Uni<RunView> cancel(@PathParam("id") String id) {
        return lifecycle.cancel(runId(id)).chain(() -> runs.show(runId(id)));
    }

    @POST
    @Path("{id}/resume")
    @Operation(summary = "Go on with a cancelled run")
    public Uni<RunView> resume(@PathParam("id") String id) {
        return lifecycle.resume(runId(id)).chain(() -> runs.show(runId(id)));
    }

    @POST
    @Path("{id}/reask")
    @Operation(summary = "Ask the tasks that ended as error again, under the next revision")
    public Uni<RunView> reask(@PathParam("id") String id) {
        return lifecycle.reask(runId(id)).chain(() -> runs.show(runId(id)));
    }

    private static int limit(String asked) {
        int limit = asked.matches("[0-9]{1,4}") ? Integer.parseInt(asked) : 0;
        if (limit < 1 || limit > 1000) {
            throw ProblemException.invalid("limit", "limit is a whole number from 1 to 1000");
        }
        return limit;
    }

    private static UUID runId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no run \"%s\"; a run is named by its UUID.".formatted(id));
        }
    }

    private static @Nullable RunState state(@Nullable String status) {
        if (status == null || status.isEmpty()) {
            return null;
        }
        return Arrays.stream(RunState.values())
                .filter(state -> state.name().equals(status.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("status", "status is one of RUNNING, FINISHED, CANCELLED"));
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ProblemException.invalid(field, field + " is needed");
        }
        if (value.indexOf('\0') >= 0) {
            throw ProblemException.invalid(field, field + " contains a NUL character");
        }
        return value;
    }

    /** @param samples a prompt; the target's own when unset */
    public record StartRequest(@Nullable String target, @Nullable String release, @Nullable Integer samples) {}

    public record RunList(List<RunView> items, @Nullable String next) {}
}
