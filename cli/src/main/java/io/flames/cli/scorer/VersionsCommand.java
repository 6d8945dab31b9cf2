package io.flames.cli.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import io.flames.cli.console.Table;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flames scorer versions}. */
@Command(
        name = "versions",
        header = "A scorer's versions with their states.",
        description = {
            "A scorer's versions with their states, newest first, and what happened last to each.",
            "--json has all that happened, and what the gate measured."
        },
        footer = {"  ./flames scorer versions onnx-heads", "  ./flames scorer versions onnx-heads --json"})
final class VersionsCommand extends Subcommand {
    @Parameters(paramLabel = "NAME", description = "The scorer.")
    private String name = "";

    @Override
    protected int execute() {
        var versions = new ArrayList<JsonNode>();
        api().get(VersionRef.pathOf(name), Query.none()).path("items").forEach(versions::add);
        console().document(Json.items(versions));
        var table = Table.of("version", "state", "last", "at", "sha256");
        versions.forEach(version -> {
            var last = version.path("events").path(0);
            table.row(
                    Json.cell(version, "label"),
                    Json.cell(version, "state"),
                    what(last),
                    Json.time(last, "at"),
                    Json.cell(version, "digest"));
        });
        console().table(table, "no versions");
        return FlamesCommand.DONE;
    }

    private static String what(JsonNode event) {
        var reason = event.path("reason");
        return Json.cell(event, "what").replace('_', ' ') + (reason.isTextual() ? " (" + reason.asText() + ")" : "");
    }
}
