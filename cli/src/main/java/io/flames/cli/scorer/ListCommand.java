package io.flames.cli.scorer;

import io.flames.cli.FlamesCommand;
import io.flames.cli.console.Json;
import io.flames.cli.console.Table;
import picocli.CommandLine.Command;

/** {@code flames scorer list}. */
@Command(
        name = "list",
        header = "The scorers: version, kind, status.",
        description = {
            "The scorers: version, kind, status, digest; * marks the one that scores what names no scorer.",
            "Of the service that --scoring names, else of the running Flames, else of one started for this."
        },
        footer = {
            "  ./flames scorer list",
            "  ./flames scorer list --json",
            "  ./flames scorer list --scoring gpu-host:9000"
        })
final class ListCommand extends ScorersCommand {
    @Override
    int execute(Scorers scorers) {
        var items = scorers.list();
        console().document(Json.items(items));
        var table = Table.of("scorer", ">version", "kind", "status", "default", "sha256");
        items.forEach(item -> table.row(
                Json.cell(item, "name"),
                Json.cell(item, "version"),
                Json.cell(item, "kind"),
                Json.cell(item, "status"),
                item.path("isDefault").asBoolean() ? "*" : "",
                Json.cell(item, "digest")));
        console().table(table, "no scorers");
        return FlamesCommand.DONE;
    }
}
