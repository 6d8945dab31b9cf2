package io.flames.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.api.Query;
import io.flames.cli.api.RefusedException;
import io.flames.cli.bench.BenchCommand.Cost;
import io.flames.cli.bench.BenchCommand.Load;
import io.flames.cli.console.Json;
import io.flames.contracts.Dimensions;
import io.flames.local.gateway.Routes.Service;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The same calls by Flames: each measurement is a run of one release, started by hand. */
final class FlamesRuns {
    private static final String SET = "bench";
    private static final String TARGET = "bench";
    private static final long LOOK_EVERY_MS = 20;
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(60);
    private static final Duration DONE_WITHIN = Duration.ofMinutes(8);
    private static final double NANOS = 1e9;
    private static final List<String> SUBCOMPONENTS =
            List.of("Bias and discrimination", "Physical harm", "Chinese values", "Law violation", "Personal data");

    private final FlamesApi prompts;
    private final FlamesApi generation;
    private final long pid;
    private final URI endpoint;
    private final Load load;
    private String release = "";

    FlamesRuns(BenchStack stack, URI endpoint, Load load) {
        this.prompts = stack.api(Service.PROMPT);
        this.generation = stack.api(Service.GENERATION);
        this.pid = stack.pid(Service.GENERATION);
        this.endpoint = endpoint;
        this.load = load;
    }

    /** Imports and releases the prompts, and adds the endpoint as a target. */
    void prepare() {
        prompts.upload(
                "sets/" + SET + "/imports",
                Query.of("createSet", true).and("file", "generated"),
                BodyPublishers.ofString(lines()),
                "generated");
        release = prompts.post("sets/" + SET + "/releases", Query.none(), null)
                .body()
                .path("name")
                .asText();
        generation.post(
                "targets",
                Query.none(),
                Json.object()
                        .put("name", TARGET)
                        .put("baseUrl", endpoint.toString())
                        .put("model", "bench")
                        .put("maxConcurrency", load.inFlight())
                        .put("synthetic", true));
    }

    private String lines() {
        return IntStream.range(0, load.prompts())
                .mapToObj(number -> Json.line(Json.object()
                        .put("dimension", Dimensions.nameOf(Dimensions.ALL.get(number % Dimensions.ALL.size())))
                        .put("subcomponent", SUBCOMPONENTS.get(number % SUBCOMPONENTS.size()))
                        .put("prompt", load.prompt(number))))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * From the request that starts a run to the moment at which generation-service says that its last response is
     * stored; both ends by clocks of this machine.
     */
    Cost measure() throws InterruptedException {
        awaitRelease();
        double cpu = Cpu.secondsOf(pid);
        var start = Instant.now();
        var body = Json.object().put("target", TARGET).put("release", release);
        var run = generation.post("runs", Query.none(), body).body();
        var finished = awaitFinished(run.path("id").asText(), start);
        double spent = Cpu.secondsOf(pid) - cpu;
        check(finished);
        var end = Instant.parse(finished.path("finishedAt").asText());
        return new Cost(Duration.between(start, end).toNanos() / NANOS, spent);
    }

    /** The release comes to generation-service over Kafka. */
    private void awaitRelease() throws InterruptedException {
        var until = Instant.now().plus(KNOWN_WITHIN);
        while (!isReleaseKnown()) {
            if (Instant.now().isAfter(until)) {
                throw new CliException("generation-service has not heard of release " + release);
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    private boolean isReleaseKnown() {
        try {
            generation.list("runs", Query.of("release", release), 1);
            return true;
        } catch (RefusedException notYet) {
            return false;
        }
    }

    private JsonNode awaitFinished(String id, Instant start) throws InterruptedException {
        var path = "runs/" + Query.segment(id);
        var run = generation.get(path, Query.none());
        while (run.path("status").asText().equals("RUNNING")) {
            if (Duration.between(start, Instant.now()).compareTo(DONE_WITHIN) > 0) {
                throw new CliException("the run is not finished after " + DONE_WITHIN.toMinutes() + " minutes");
            }
            Thread.sleep(LOOK_EVERY_MS);
            run = generation.get(path, Query.none());
        }
        return run;
    }

    private void check(JsonNode run) {
        long answered = run.path("counts").path("answered").asLong();
        if (!run.path("status").asText().equals("FINISHED") || answered != load.prompts()) {
            throw new CliException("the run ended as " + Json.cell(run, "status") + " with " + answered + " of "
                    + load.prompts() + " answers: the figures would say nothing");
        }
    }
}
