package io.flames.annotation.page;

import io.flames.annotation.campaign.CampaignView;
import java.util.List;

/**
 * How far people agree.
 *
 * @param campaign id, or empty for all
 * @param threshold of alpha, two digits
 * @param weeks that any dimension has labels in, oldest first
 * @param trend alpha by week, for the chart: JSON without anything that comes from outside
 */
record AgreementModel(
        List<CampaignView> campaigns,
        String campaign,
        long labels,
        String threshold,
        long minItems,
        List<DimensionRow> dimensions,
        List<PairRow> pairs,
        List<AnnotatorRow> annotators,
        List<WeekRow> weeks,
        String trend) {

    /**
     * A coefficient.
     *
     * @param value two digits; empty where it is not defined
     * @param why not, as {@code Coefficient.Why} names it; empty where it is
     * @param interval {@code 0.55 – 0.81}, or empty
     * @param x where the value stands on a scale of 100, from -1 to 1; likewise low and high
     */
    record Figure(String value, String why, String interval, String x, String low, String high, long items) {}

    /** @param flag as {@code GuidelineFlag} names it */
    record DimensionRow(
            String dimension, int annotators, Figure alpha, String shareUnder, String flag, boolean raised) {}

    /** Annotators by the beginning of their pseudonyms. */
    record PairRow(
            String dimension, String first, String second, int items, String same, Figure kappa, Figure quadratic) {}

    record AnnotatorRow(String dimension, String annotator, int items, Figure alpha) {}

    record WeekRow(String dimension, String week, int items, Figure alpha) {}
}
