package io.flames.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.api.Query;
import io.flames.cli.api.RefusedException;
import io.flames.cli.console.Console;
import io.flames.cli.console.Json;
import io.flames.cli.console.ProgressDisplay;
import io.flames.cli.console.ProgressLine;
import io.flames.cli.console.RateWindow;
import io.flames.local.sample.SamplePack;
import io.flames.local.stack.Stack;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sample prompts released to the sample targets, over REST like anybody's: the targets follow the set, so that the
 * release starts their runs.
 */
final class SampleBenchmark {
    static final String SET = "flames-sample";

    private static final int CONFLICT = 409;
    private static final int CONCURRENCY = 8;
    private static final long LOOK_EVERY_MS = 300;
    private static final Duration RUNS_WITHIN = Duration.ofSeconds(60);
    private static final Duration DONE_WITHIN = Duration.ofMinutes(10);
    private static final int MOST_RUNS = 100;

    private final FlamesApi api;
    private final Clock clock = Clock.systemUTC();

    SampleBenchmark(FlamesApi api) {
        this.api = api;
    }

    /** Imports the prompts, adds the targets, publishes; what is there already stays as it is. */
    JsonNode load(Stack stack) {
        api.upload(
                "sets/" + SET + "/imports",
                Query.of("createSet", true).and("file", "sample prompts"),
                BodyPublishers.ofByteArray(SamplePack.promptsJsonl()),
                "sample prompts");
        var endpoint = stack.sampleTargetsUrl()
                .orElseThrow(() -> new CliException("the embedded stack does not serve the sample targets"))
                .toString();
        SamplePack.MODELS.forEach(model -> addTarget(model, endpoint));
        return api.post("sets/" + SET + "/releases", Query.none(), null).body();
    }

    private void addTarget(String model, String endpoint) {
        var body = Json.object()
                .put("name", model)
                .put("baseUrl", endpoint)
                .put("model", model)
                .put("maxConcurrency", CONCURRENCY)
                .put("synthetic", true);
        body.putArray("follows").add(SET);
        try {
            api.post("targets", Query.none(), body);
        } catch (RefusedException known) {
            if (known.status() != CONFLICT) {
                throw known;
            }
        }
    }

    /** Shows a bar a target until every answer is collected and scored. */
    void watch(JsonNode release, Console console) throws InterruptedException {
        var watch = new Watch(release.path("name").asText(), new ProgressDisplay(console, clock));
        var start = clock.instant();
        while (!watch.look()) {
            var waited = Duration.between(start, clock.instant());
            if (!watch.allStarted() && waited.compareTo(RUNS_WITHIN) > 0) {
                throw new CliException(
                        "the release started no run of every sample target within " + RUNS_WITHIN.toSeconds() + " s");
            }
            if (waited.compareTo(DONE_WITHIN) > 0) {
                throw new CliException("the sample runs are not scored after " + DONE_WITHIN.toMinutes() + " minutes");
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    /** What was seen of the sample targets' runs. */
    private final class Watch {
        private final String release;
        private final ProgressDisplay display;
        private final Map<String, RateWindow> rates = new HashMap<>();
        private boolean allStarted;

        Watch(String release, ProgressDisplay display) {
            this.release = release;
            this.display = display;
        }

        boolean allStarted() {
            return allStarted;
        }

        /** Whether all is done. */
        boolean look() {
            var runs = runs();
            allStarted = runs.size() == SamplePack.MODELS.size();
            var now = clock.instant();
            var lines = new ArrayList<ProgressLine>();
            for (var model : SamplePack.MODELS) {
                lines.addAll(lines(model, runs.getOrDefault(model, Json.object()), now));
            }
            display.show(lines);
            return allStarted
                    && runs.values().stream()
                            .allMatch(run -> run.path("state").asText().matches("COMPLETE|CANCELLED"));
        }

        /** The newest run of each sample target; none while report-service has not heard of the release. */
        private Map<String, JsonNode> runs() {
            var runs = new LinkedHashMap<String, JsonNode>();
            try {
                api.list("reports/runs", Query.of("release", release), MOST_RUNS).stream()
                        .filter(run ->
                                SamplePack.MODELS.contains(run.path("target").asText()))
                        .forEach(run -> runs.putIfAbsent(run.path("target").asText(), run));
            } catch (RefusedException notYet) {
                if (!notYet.isNotFound()) {
                    throw notYet;
                }
            }
            return runs;
        }

        private List<ProgressLine> lines(String model, JsonNode run, Instant now) {
            long expected = run.path("expected").asLong();
            long collected = run.path("collected").asLong();
            boolean ended = expected > 0 && !run.path("state").asText().matches("RUNNING|CATCHING_UP");
            var outcomes = new LinkedHashMap<String, Long>();
            run.path("outcomes")
                    .properties()
                    .forEach(each ->
                            outcomes.put(words(each.getKey()), each.getValue().asLong()));
            var answers = line(model + " answers", collected, expected, outcomes, ended, now);
            long scorable = run.path("outcomes").path("answered").asLong()
                    + run.path("outcomes").path("truncated").asLong();
            long judged = run.path("scored").asLong() + run.path("unscorable").asLong();
            var scores = line(
                    model + " scores",
                    judged,
                    ended ? scorable : expected,
                    Map.of("unscorable", run.path("unscorable").asLong()),
                    run.path("state").asText().matches("COMPLETE|CANCELLED"),
                    now);
            return List.of(answers, scores);
        }

        private ProgressLine line(
                String name, long done, long total, Map<String, Long> counts, boolean finished, Instant now) {
            var rate = rates.computeIfAbsent(name, any -> new RateWindow());
            rate.add(now, done);
            return new ProgressLine(name, done, total, rate.perSecond(), rate.timeFor(total - done), counts, finished);
        }

        private static String words(String field) {
            return field.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        }
    }
}
