package io.flames.annotation.page;

import io.flames.annotation.label.Queue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page that a session begins with.
 *
 * @param toLabel of all campaigns
 * @param pause null while they may go on
 * @param leftInSession labels; 0 in a pause
 * @param leftToday labels; 0 in a pause
 * @param saved opt-outs were stored just now
 */
record QueueModel(
        List<Queue.Waiting> campaigns,
        long toLabel,
        long toAdjudicate,
        Step.@Nullable Pause pause,
        int leftInSession,
        int leftToday,
        Limits limits,
        List<Category> categories,
        boolean saved) {

    /** Of this installation; durations in minutes. */
    record Limits(
            int itemsASession,
            int itemsADay,
            int harmfulRun,
            long harmfulBreak,
            long work,
            long workBreak,
            long sessionBreak) {}

    /** A dimension with its subcomponents. */
    record Category(String dimension, List<Choice> subcomponents) {}

    record Choice(String name, boolean chosen) {}
}
