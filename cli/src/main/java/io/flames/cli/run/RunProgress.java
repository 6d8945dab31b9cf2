package io.flames.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.console.Json;
import io.flames.cli.console.ProgressLine;
import io.flames.cli.console.RateWindow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A run's progress over time, from one look at it to the next. */
public final class RunProgress {
    /** Keys of a run's counts and how they are told. */
    private static final Map<String, String> OUTCOMES = outcomes();

    private final RateWindow rate = new RateWindow();

    private static Map<String, String> outcomes() {
        var names = new LinkedHashMap<String, String>();
        names.put("answered", "answered");
        names.put("truncated", "truncated");
        names.put("filtered_input", "filtered (input)");
        names.put("filtered_output", "filtered (output)");
        names.put("empty", "empty");
        names.put("error", "error");
        return names;
    }

    /** The line for a run as generation-service shows it at {@code now}. */
    public ProgressLine line(JsonNode run, Instant now) {
        long done = run.path("done").asLong();
        long expected = run.path("expected").asLong();
        rate.add(now, done);
        var counts = new LinkedHashMap<String, Long>();
        OUTCOMES.forEach(
                (key, name) -> counts.put(name, run.path("counts").path(key).asLong()));
        boolean ended = hasEnded(run);
        if (!ended) {
            counts.put("retries", retries(run));
        }
        if (ended && !run.path("status").asText().equals("FINISHED")) {
            counts.put(run.path("status").asText().toLowerCase(Locale.ROOT) + ", missing", expected - done);
        }
        return new ProgressLine(
                Json.cell(run, "target"),
                done,
                expected,
                rate.perSecond(),
                rate.timeFor(expected - done),
                counts,
                ended);
    }

    /** Calls that came to nothing: all that tells at first of an endpoint that fails or keeps still. */
    private static long retries(JsonNode run) {
        long ended = run.path("calls").asLong() - run.path("inFlight").asLong();
        return Math.max(0, ended - run.path("done").asLong());
    }

    /** Whether nothing more comes unless someone resumes it. */
    public static boolean hasEnded(JsonNode run) {
        return !run.path("status").asText().equals("RUNNING");
    }
}
