package io.flames.cli.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.InputFile;
import io.flames.cli.Subcommand;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames scorer promote}. */
@Command(
        name = "promote",
        header = "Promotes a version, if the gate lets it pass.",
        description = {
            "Promotes a version that shadows, if the gate lets it pass: it and the promoted version score held-out",
            "labelled responses, and the lower bound of the difference of their accuracies has to lie above the margin.",
            "Exit code 1 with the reason when it does not pass. Takes as long as scoring does; the service goes on with it",
            "when this command is ended. --cancel ends it there."
        },
        footer = {
            "  ./flames scorer promote onnx-heads@4 --data held-out.jsonl",
            "  ./flames scorer promote onnx-heads@4 --data held-out.jsonl --no-wait",
            "  ./flames scorer promote onnx-heads@4 --data frozen/ --drop-leaks --json"
        })
final class PromoteCommand extends Subcommand {
    private static final String MANIFEST = "manifest.json";
    private static final String TEST_PART = "test.jsonl";

    @Parameters(paramLabel = "NAME@VERSION", description = "The version.")
    private String version = "";

    @Option(
            names = "--data",
            paramLabel = "FILE|DIR",
            description = {
                "JSON lines of {dimension, prompt, response, score} that neither version was trained on; - for stdin.",
                "Of a folder that `flames dataset freeze` wrote: its test part."
            })
    private String data = "";

    @Option(
            names = "--drop-leaks",
            description = "Leave out items that one of the versions was trained on, or on nearly the same.")
    private boolean dropLeaks;

    @Option(names = "--no-wait", description = "Start it and tell its id; see --follow and --cancel.")
    private boolean noWait;

    @Option(names = "--follow", paramLabel = "ID", description = "Wait for a promotion that was started before.")
    private String follow = "";

    @Option(
            names = "--cancel",
            paramLabel = "ID",
            description = "End a promotion that is under way; nothing is changed.")
    private String cancel = "";

    @Override
    protected int execute() {
        var ref = VersionRef.parse(version, this::usage);
        if (Stream.of(data, follow, cancel).filter(given -> !given.isEmpty()).count() != 1) {
            throw usage("one of --data, --follow and --cancel is needed");
        }
        if (!cancel.isEmpty()) {
            return cancel(ref);
        }
        return follow.isEmpty() ? start(ref) : ended(ref, new GateWatch(api(), console()).untilEnded(ref, follow));
    }

    private int cancel(VersionRef ref) {
        new GateWatch(api(), console()).require(ref, cancel);
        var job = api().delete(GateWatch.path(ref.name(), cancel)).body();
        console().document(job);
        console().line("the promotion " + cancel + " is " + Json.cell(job, "state"));
        return FlamesCommand.DONE;
    }

    private int start(VersionRef ref) {
        var file = heldOut();
        var answer = api().upload(
                        ref.path() + "/promote",
                        Query.of("dropLeaks", dropLeaks).and("wait", false),
                        file.body(),
                        file.name());
        var id = answer.body().path("id").asText();
        if (!noWait) {
            return ended(ref, new GateWatch(api(), console()).untilEnded(ref, id));
        }
        console().document(answer.body());
        console().line("the promotion of " + ref + " is under way: ./flames scorer promote " + ref + " --follow " + id);
        return FlamesCommand.DONE;
    }

    private int ended(VersionRef ref, JsonNode gate) {
        console().document(gate);
        console().line(ref + " is promoted");
        console().line(measured(gate));
        if (gate.path("droppedItems").asInt() > 0) {
            console().line(gate.path("droppedItems").asInt() + " items were left out: a version was trained on them");
        }
        warnOfUnchecked(gate, "candidate", "trainingItemsKnown", "unsketchedItems");
        warnOfUnchecked(gate, "current", "currentTrainingItemsKnown", "currentUnsketchedItems");
        return FlamesCommand.DONE;
    }

    private void warnOfUnchecked(JsonNode gate, String version, String known, String withoutSketch) {
        int unsketched = gate.path(withoutSketch).asInt();
        if (unsketched > 0) {
            console()
                    .message("warning: " + unsketched + " of the items that " + Json.cell(gate, version)
                            + " was trained on have no sketch: responses nearly like theirs were not looked for");
        }
        if (!gate.path(known).asBoolean()) {
            console()
                    .message("warning: what " + Json.cell(gate, version)
                            + " was trained on is not known: that it was none of these items was not checked");
        }
    }

    private InputFile heldOut() {
        var folder = Path.of(data);
        if (!Files.isDirectory(folder)) {
            return InputFile.of(data);
        }
        var test = folder.resolve(TEST_PART);
        if (!Files.isRegularFile(folder.resolve(MANIFEST)) || !Files.isRegularFile(test)) {
            throw new CliException(data + ": no data set: expected " + MANIFEST + " and " + TEST_PART
                    + " in it, as ./flames dataset freeze writes them");
        }
        return InputFile.of(test.toString());
    }

    private static String measured(JsonNode gate) {
        return String.format(
                Locale.ROOT,
                "%d items: accuracy %.1f %%, of %s %.1f %%; difference %+.2f, lower bound %+.2f, allowed %.2f percentage"
                        + " points",
                gate.path("items").asInt(),
                100 * gate.path("candidateAccuracy").asDouble(),
                Json.cell(gate, "current"),
                100 * gate.path("currentAccuracy").asDouble(),
                100 * gate.path("difference").asDouble(),
                100 * gate.path("lowerBound").asDouble(),
                -100 * gate.path("margin").asDouble());
    }
}
