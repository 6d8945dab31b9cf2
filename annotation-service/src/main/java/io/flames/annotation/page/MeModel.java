package io.flames.annotation.page;

import java.util.List;

/**
 * An annotator's own figures.
 *
 * @param chart days and weeks for the charts: JSON of dates and numbers
 * @param optedOut subcomponents
 */
record MeModel(
        String pseudonym,
        long labels,
        long goldItems,
        String goldAccuracy,
        List<DayRow> days,
        List<GoldRow> gold,
        List<String> optedOut,
        String chart) {

    /**
     * @param longest break in minutes; 0 without any
     */
    record DayRow(String day, long labels, long decisions, long harmful, long unjudged, long breaks, long longest) {}

    /** @param accuracy with a percent sign */
    record GoldRow(String week, long items, long correct, String accuracy) {}
}
