package io.flames.cli.annotate;

import io.flames.cli.FlamesCommand;
import io.flames.cli.console.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flames annotate status}. */
@Command(
        name = "status",
        description = "How far the open campaigns have come, or one campaign by dimension.",
        footer = {"  ./flames annotate status", "  ./flames annotate status march", "  ./flames annotate status --json"
        })
final class ProgressCommand extends LeadCommand {
    @Parameters(paramLabel = "CAMPAIGN", arity = "0..1", description = "Its name or id.")
    private @Nullable String campaign;

    @Override
    protected int ask() {
        if (campaign != null) {
            var found = campaign(lead(), campaign);
            console().document(Json.items(List.of(found)));
            console().table(Progress.byDimension(found), "it has no items");
            return FlamesCommand.DONE;
        }
        var open = campaigns(lead()).stream()
                .filter(each -> each.path("state").asText().equals("OPEN"))
                .toList();
        console().document(Json.items(open));
        console()
                .table(
                        Progress.byCampaign(open),
                        "no open campaigns: ./flames annotate campaign create NAME makes one, campaign list shows all");
        return FlamesCommand.DONE;
    }
}
