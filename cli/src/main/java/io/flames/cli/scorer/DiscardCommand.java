package io.flames.cli.scorer;

import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.console.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flames scorer discard}. */
@Command(
        name = "discard",
        header = "Lets a version's files go; its card and history stay.",
        description = {
            "Deletes the files of a version from the registry: one that is neither promoted, nor a shadow, nor the one that",
            "a rollback would promote. Its card, history and verdicts stay; the same files can be registered again."
        },
        footer = {"  ./flames scorer discard onnx-heads@3", "  ./flames scorer discard onnx-heads@3 --json"})
final class DiscardCommand extends Subcommand {
    @Parameters(paramLabel = "NAME@VERSION", description = "The version.")
    private String version = "";

    @Override
    protected int execute() {
        var now = api().delete(VersionRef.parse(version, this::usage).path()).body();
        console().document(now);
        console().line(Json.cell(now, "label") + " is " + Json.cell(now, "state"));
        return FlamesCommand.DONE;
    }
}
