package io.flames.cli.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.api.Query;
import io.flames.cli.console.Console;
import io.flames.cli.console.Json;
import io.flames.cli.console.ProgressDisplay;
import io.flames.cli.console.ProgressLine;
import io.flames.cli.console.RateWindow;
import io.flames.cli.console.Style;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Follows a promotion to its end with a progress line. */
final class GateWatch {
    private static final long EVERY_MS = 500;

    private final FlamesApi api;
    private final Console console;
    private final Clock clock = Clock.systemUTC();
    private final RateWindow rate = new RateWindow();

    GateWatch(FlamesApi api, Console console) {
        this.api = api;
        this.console = console;
    }

    /** @param name of the scorer */
    static String path(String name, String id) {
        return "scorers/" + Query.segment(name) + "/promotions/" + Query.segment(id);
    }

    /**
     * @return what the gate measured of a version that passed
     * @throws CliException with the reasons when it did not, or when the promotion is one of another version
     */
    JsonNode untilEnded(VersionRef ref, String id) {
        var display = new ProgressDisplay(console, clock);
        var job = look(ref, id, display);
        while (job.path("state").asText().equals("running")) {
            pause();
            job = look(ref, id, display);
        }
        if (!job.path("state").asText().equals("passed")) {
            throw new CliException(reasons(ref, job), null);
        }
        return job.path("gate");
    }

    /**
     * @return the promotion as it is now
     * @throws CliException when it is one of another version
     */
    JsonNode require(VersionRef ref, String id) {
        var job = api.get(path(ref.name(), id), Query.none());
        if (job.path("version").asInt() != ref.version()) {
            throw new CliException("the promotion " + id + " is one of " + ref.name() + "@" + Json.cell(job, "version")
                    + ", not of " + ref);
        }
        return job;
    }

    private JsonNode look(VersionRef ref, String id, ProgressDisplay display) {
        var job = require(ref, id);
        long done = job.path("done").asLong();
        long total = job.path("total").asLong();
        rate.add(clock.instant(), done);
        display.show(List.of(new ProgressLine(
                ref.toString(),
                done,
                total,
                rate.perSecond(),
                rate.timeFor(Math.max(0, total - done)),
                Map.of(),
                !job.path("state").asText().equals("running"))));
        return job;
    }

    private static List<String> reasons(VersionRef ref, JsonNode job) {
        var lines = new ArrayList<String>();
        lines.add(ref + " is not promoted: the promotion is " + Json.cell(job, "state"));
        job.path("errors").forEach(error -> lines.add(Style.clean(error.asText())));
        return lines;
    }

    private static void pause() {
        try {
            Thread.sleep(EVERY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }
}
