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
            "Exit code 1 with the reason when it does not pass. Takes as long as scoring does."
        },
        footer = {
            "  ./flames scorer promote onnx-heads@4 --data held-out.jsonl",
            "  ./flames scorer promote onnx-heads@4 --data frozen/ --drop-leaks --json"
        })
final class PromoteCommand extends Subcommand {
    private static final String MANIFEST = "manifest.json";
    private static final String TEST_PART = "test.jsonl";

    @Parameters(paramLabel = "NAME@VERSION", description = "The version.")
    private String version = "";

    @Option(
            names = "--data",
            required = true,
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

    @Override
    protected int execute() {
        var ref = VersionRef.parse(version, this::usage);
        var file = heldOut();
        var gate = api().upload(ref.path() + "/promote", Query.of("dropLeaks", dropLeaks), file.body(), file.name())
                .body();
        console().document(gate);
        console().line(ref + " is promoted");
        console().line(measured(gate));
        return FlamesCommand.DONE;
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
