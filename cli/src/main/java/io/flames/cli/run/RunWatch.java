package io.flames.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.api.Query;
import io.flames.cli.console.Console;
import io.flames.cli.console.Json;
import io.flames.cli.console.ProgressDisplay;
import io.flames.cli.console.ProgressLine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows runs to their end with a progress line each. */
public final class RunWatch {
    private static final long EVERY_MS = 500;

    private final FlamesApi api;
    private final Console console;
    private final Clock clock = Clock.systemUTC();

    public RunWatch(FlamesApi api, Console console) {
        this.api = api;
        this.console = console;
    }

    /** @return 0, or 1 when one of them was cancelled */
    public int untilEnded(List<String> ids) {
        var display = new ProgressDisplay(console, clock);
        Map<String, RunProgress> progress = new LinkedHashMap<>();
        ids.forEach(id -> progress.put(id, new RunProgress()));
        var runs = look(progress, display);
        while (!runs.stream().allMatch(RunProgress::hasEnded)) {
            pause();
            runs = look(progress, display);
        }
        console.document(ids.size() == 1 ? runs.get(0) : Json.items(runs));
        return tell(runs);
    }

    private List<JsonNode> look(Map<String, RunProgress> progress, ProgressDisplay display) {
        var runs = new ArrayList<JsonNode>();
        var lines = new ArrayList<ProgressLine>();
        progress.forEach((id, each) -> {
            var run = api.get("runs/" + Query.segment(id), Query.none());
            runs.add(run);
            lines.add(each.line(run, clock.instant()));
        });
        display.show(lines);
        return runs;
    }

    private int tell(List<JsonNode> runs) {
        int code = FlamesCommand.DONE;
        for (var run : runs) {
            long errors = run.path("counts").path("error").asLong();
            if (!run.path("status").asText().equals("FINISHED")) {
                console.error("run " + Json.cell(run, "id") + " was cancelled: " + Json.cell(run, "reason")
                        + " (./flames run resume " + Json.cell(run, "id") + " goes on)");
                code = FlamesCommand.ERROR;
            } else {
                console.line("finished run " + Json.cell(run, "id") + " of " + Json.cell(run, "target") + "@"
                        + Json.cell(run, "targetVersion") + ": " + Json.cell(run, "done") + " responses, " + errors
                        + " errors" + (errors > 0 ? " (./flames run reask " + Json.cell(run, "id") + ")" : ""));
            }
        }
        return code;
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
