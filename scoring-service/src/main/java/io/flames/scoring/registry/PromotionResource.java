package io.flames.scoring.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.scoring.registry.gate.GateResult;
import io.flames.scoring.registry.gate.Leaks.Leak;
import io.flames.scoring.registry.state.RefusedTransitionException;
import io.flames.scoring.registry.store.GateJob;
import io.flames.scoring.registry.store.GateJobs;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriBuilder;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/scorers/{name}/versions/{number}/promote}, and the jobs that it starts. */
@Path("/api/v1/scorers")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class PromotionResource {
    private static final int MOST_JOBS = 20;

    private final Registry registry;
    private final Promotion promotion;
    private final GateJobs jobs;
    private final ObjectMapper json;

    PromotionResource(Registry registry, Promotion promotion, GateJobs jobs, ObjectMapper json) {
        this.registry = registry;
        this.promotion = promotion;
        this.jobs = jobs;
        this.json = json;
    }

    @POST
    @Path("{name}/versions/{number}/promote")
    @Consumes({"application/x-ndjson", "application/jsonl", MediaType.APPLICATION_OCTET_STREAM})
    @Operation(
            summary = "Promote the version, if the gate lets it pass",
            description =
                    "Body: held-out labelled responses, JSON lines of {dimension, prompt, response, score}. Both versions"
                            + " score them; the version has to be not less accurate than the promoted one by more than the margin."
                            + " 409 with what was measured when it is not, when it does not shadow, when another version is at the"
                            + " gate, or when one of them was trained on items of the data, unless dropLeaks=true leaves these out."
                            + " 413 over 64 MiB, 408 when it comes slower than 64 KiB a second after 30 s. Data is read one at a time: 409 while other data is being read."
                            + " Takes as long as scoring does; with wait=false 202 with a job to ask for. It goes on when the"
                            + " client leaves.")
    public Response promote(
            String name,
            int number,
            @RestQuery @DefaultValue("false") boolean dropLeaks,
            @RestQuery @DefaultValue("true") boolean wait,
            InputStream data,
            @Context SecurityContext security) {
        return RegistryResource.answered(() -> {
            var version = RegistryResource.find(registry, name, number);
            var started = promotion.start(version, data, dropLeaks, RegistryResource.by(security));
            return wait ? ended(started.await()) : accepted(name, started.job());
        });
    }

    private static Response ended(GateResult result) {
        return Response.status(result.passed() ? Response.Status.OK : Response.Status.CONFLICT)
                .type(result.passed() ? MediaType.APPLICATION_JSON : "application/problem+json")
                .entity(result.passed() ? result : Refusal.of(result))
                .build();
    }

    private Response accepted(String name, GateJob job) {
        return Response.accepted(view(job))
                .location(UriBuilder.fromPath("/api/v1/scorers/{name}/promotions/{id}")
                        .build(name, job.id()))
                .build();
    }

    @GET
    @Path("{name}/promotions")
    @Operation(summary = "Promotions of a scorer's versions, under way and ended, newest first, 20 at most")
    public JobList promotions(String name) {
        return RegistryResource.answered(() -> {
            registry.requireRegistry();
            return new JobList(
                    jobs.newest(name, MOST_JOBS).stream().map(this::view).toList(), null);
        });
    }

    @GET
    @Path("{name}/promotions/{id}")
    @Operation(summary = "How far a promotion is, or what came out")
    public JobView promotion(String name, UUID id) {
        return RegistryResource.answered(() -> view(find(name, id)));
    }

    @DELETE
    @Path("{name}/promotions/{id}")
    @Operation(
            summary = "Cancel a promotion that is under way",
            description = "409 when it ended, or is being decided.")
    public JobView cancel(String name, UUID id) {
        return RegistryResource.answered(() -> {
            var job = find(name, id);
            if (!jobs.cancel(job.id())) {
                throw new RefusedTransitionException(
                        "the promotion is " + find(name, id).state() + "; one that is scoring can be cancelled");
            }
            return view(find(name, id));
        });
    }

    private GateJob find(String name, UUID id) {
        registry.requireRegistry();
        return jobs.find(id)
                .filter(job -> job.name().equals(name))
                .orElseThrow(() ->
                        new NotFoundException("no promotion " + id + "; see GET /api/v1/scorers/NAME/promotions"));
    }

    /** @param items newest first */
    public record JobList(List<JobView> items, @Nullable String next) {}

    /**
     * A promotion as REST shows it.
     *
     * @param version its number among those of the scorer
     * @param state {@code running}, {@code passed}, {@code refused}, {@code failed} or {@code cancelled}
     * @param done items that both versions scored
     * @param errors why it was refused or failed; of a refused one also which leaks could not be looked for
     * @param gate what the gate measured
     */
    public record JobView(
            String id,
            String name,
            String scorerVersionId,
            int version,
            String state,
            int done,
            int total,
            List<String> errors,
            @Nullable GateResult gate,
            String by,
            Instant startedAt,
            @Nullable Instant finishedAt) {}

    private JobView view(GateJob job) {
        var gate = job.gate().isEmpty() ? null : read(job.gate());
        return new JobView(
                job.id().toString(),
                job.name(),
                job.version().toString(),
                job.number(),
                job.state(),
                job.done(),
                job.total(),
                gate == null
                        ? Stream.of(job.reason())
                                .filter(reason -> !reason.isEmpty())
                                .toList()
                        : reasons(gate),
                gate,
                job.by(),
                job.startedAt(),
                job.finishedAt().orElse(null));
    }

    private static List<String> reasons(GateResult gate) {
        return Stream.of(
                        gate.reasons().stream(),
                        gate.leaks().stream().map(Leak::text),
                        gate.passed() ? Stream.<String>empty() : gate.unchecked().stream())
                .flatMap(texts -> texts)
                .toList();
    }

    private GateResult read(String gate) {
        try {
            return json.readValue(gate, GateResult.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the gate's result was written by this service", impossible);
        }
    }

    /**
     * A problem (RFC 9457) with what the gate measured.
     *
     * @param errors where items of the data refuse it: why, then the first of them, then what could not be looked for
     */
    public record Refusal(String title, int status, String detail, List<String> errors, GateResult gate) {
        static Refusal of(GateResult result) {
            String detail = Stream.concat(result.reasons().stream(), result.unchecked().stream())
                    .collect(Collectors.joining("; "));
            return new Refusal(
                    "The gate refuses the version",
                    409,
                    detail,
                    result.leaks().isEmpty() ? List.of() : reasons(result),
                    result);
        }
    }
}
