package io.flames.annotation.page;

import java.util.List;

/**
 * An annotator's own figures.
 *
 * @param goldBlock gold items that are told of together
 * @param chart days and blocks for the charts: JSON of dates and numbers
 * @param optedOut subcomponents
 */
record MeModel(
        String pseudonym,
        long labels,
        long goldItems,
        String goldAccuracy,
        List<DayRow> days,
        List<GoldRow> gold,
        int goldBlock,
        List<String> optedOut,
        String chart) {

    /**
     * @param longest break in minutes; 0 without any
     */
    record DayRow(String day, long labels, long decisions, long harmful, long unjudged, long breaks, long longest) {}

    /**
     * @param days of the first and the last of the block
     * @param accuracy with a percent sign
     */
    record GoldRow(String days, long items, long correct, String accuracy) {}
}
