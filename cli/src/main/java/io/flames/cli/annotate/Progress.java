package io.flames.cli.annotate;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.console.Json;
import io.flames.cli.console.Table;
import java.util.List;
import java.util.Locale;

/** How far campaigns have come, as tables. */
final class Progress {
    /** States of an item that it does not leave. */
    private static final List<String> SETTLED = List.of("agreed", "decided", "undecided", "imported");

    private Progress() {}

    static long settled(JsonNode counts) {
        return SETTLED.stream().mapToLong(state -> counts.path(state).asLong()).sum();
    }

    /** A line a dimension, and one for all. */
    static Table byDimension(JsonNode campaign) {
        var table = Table.of(
                "dimension", ">items", ">open", ">third", ">agreed", ">decided", ">undecided", ">imported", ">settled");
        campaign.path("dimensions").forEach(each -> row(table, Json.cell(each, "dimension"), each.path("counts")));
        if (!table.isEmpty()) {
            row(table, "all", campaign.path("counts"));
        }
        return table;
    }

    /** A line a campaign. */
    static Table byCampaign(List<JsonNode> campaigns) {
        var table = Table.of("campaign", "state", ">items", ">open", ">third", ">undecided", ">settled", ">labels");
        campaigns.forEach(each -> {
            var counts = each.path("counts");
            table.row(
                    Json.cell(each, "name"),
                    Json.cell(each, "state"),
                    Json.cell(counts, "items"),
                    Json.cell(counts, "open"),
                    Json.cell(counts, "third"),
                    Json.cell(counts, "undecided"),
                    share(counts),
                    Json.cell(each, "labels"));
        });
        return table;
    }

    private static void row(Table table, String name, JsonNode counts) {
        table.row(
                name,
                Json.cell(counts, "items"),
                Json.cell(counts, "open"),
                Json.cell(counts, "third"),
                Json.cell(counts, "agreed"),
                Json.cell(counts, "decided"),
                Json.cell(counts, "undecided"),
                Json.cell(counts, "imported"),
                share(counts));
    }

    private static String share(JsonNode counts) {
        long items = counts.path("items").asLong();
        return items == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * settled(counts) / items);
    }
}
