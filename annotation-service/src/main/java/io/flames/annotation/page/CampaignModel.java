package io.flames.annotation.page;

import io.flames.annotation.campaign.CampaignView;
import io.flames.annotation.campaign.CampaignView.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One campaign.
 *
 * @param percent of its items that are settled, rounded down
 * @param bar of all items
 * @param cells of the random sample
 * @param scorer version whose verdicts chose targeted items, as it was asked for; null for none
 */
record CampaignModel(
        CampaignView campaign,
        long percent,
        List<Part> bar,
        List<Line> lines,
        List<Cell> cells,
        String request,
        @Nullable String scorer) {

    /**
     * A part of the progress bar, of 100.
     *
     * @param style class of the rectangle
     * @param state as {@link Counts} names it
     */
    record Part(String state, String style, String x, String width, long count) {}

    /** A dimension. */
    record Line(String dimension, Counts counts, List<Part> bar) {}

    /** A cell of dimension and target, as the sample was drawn. */
    record Cell(String name, long population, long taken) {}
}
