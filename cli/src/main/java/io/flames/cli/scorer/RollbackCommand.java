package io.flames.cli.scorer;

import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flames scorer rollback}. */
@Command(
        name = "rollback",
        header = "Promotes again the version that was promoted before.",
        description = {"Promotes again the version that was promoted before; it also scores what it missed meanwhile."},
        footer = {"  ./flames scorer rollback onnx-heads", "  ./flames scorer rollback onnx-heads --json"})
final class RollbackCommand extends Subcommand {
    @Parameters(paramLabel = "NAME", description = "The scorer whose version is promoted now.")
    private String name = "";

    @Override
    protected int execute() {
        var now = api().post("scorers/" + Query.segment(name) + "/rollback", Query.none(), null)
                .body();
        console().document(now);
        console().line(Json.cell(now, "label") + " is " + Json.cell(now, "state"));
        return FlamesCommand.DONE;
    }
}
