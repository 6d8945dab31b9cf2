package io.flames.annotation.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.annotation.campaign.CampaignView;
import io.flames.annotation.campaign.CampaignView.Counts;
import io.flames.annotation.page.CampaignModel.Cell;
import io.flames.annotation.page.CampaignModel.Line;
import io.flames.annotation.page.CampaignModel.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A campaign as its page shows it. Pure. */
final class Progress {
    private static final double WHOLE = 100;

    private Progress() {}

    static CampaignModel of(CampaignView campaign) {
        var scorer = campaign.request().path("strategy").path("scorerVersion");
        return new CampaignModel(
                campaign,
                percent(campaign.counts()),
                bar(campaign.counts()),
                campaign.dimensions().stream()
                        .map(each -> new Line(each.dimension(), each.counts(), bar(each.counts())))
                        .toList(),
                cells(campaign.cells()),
                campaign.request().toPrettyString(),
                scorer.isTextual() ? scorer.asText() : null);
    }

    static long percent(Counts counts) {
        return counts.items() == 0 ? 0 : counts.settled() * 100 / counts.items();
    }

    private static List<Part> bar(Counts counts) {
        var parts = new ArrayList<Part>();
        add(parts, "agreed", "s3", counts.agreed(), counts.items());
        add(parts, "decided", "fill", counts.decided(), counts.items());
        add(parts, "imported", "o1", counts.imported(), counts.items());
        add(parts, "undecided", "s1", counts.undecided(), counts.items());
        add(parts, "third", "s2", counts.third(), counts.items());
        return parts;
    }

    private static void add(List<Part> parts, String state, String style, long count, long items) {
        if (count == 0) {
            return;
        }
        double x = parts.stream()
                .mapToDouble(part -> Double.parseDouble(part.width()))
                .sum();
        parts.add(new Part(state, style, number(x), number(count * WHOLE / items), count));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static List<Cell> cells(JsonNode cells) {
        var found = new ArrayList<Cell>();
        for (var cell : cells) {
            found.add(new Cell(
                    cell.path("name").asText(),
                    cell.path("population").asLong(),
                    cell.path("taken").asLong()));
        }
        return found;
    }
}
