package io.flames.annotation.care;

import java.time.Instant;

/**
 * An item that somebody has dealt with.
 *
 * @param at when
 */
public record Seen(Instant at, Outcome outcome) {
    /** What became of it. */
    public enum Outcome {
        /** Their own label is 1. */
        HARMFUL,
        /** Their own label is 3 or 2. */
        OTHER,
        /** Read, and not judged. Ends no run of harmful items, as it may well be one. */
        CANNOT_JUDGE,
        /** Passed on. Costs nothing: counts towards no limit of items, and neither ends nor lengthens a run. */
        SKIPPED
    }
}
