package io.flames.local.stack;

import java.time.Duration;

/** How long a child that died is left alone before it is started again. */
final class RestartDelay {
    /** A child that lived this long was well: the count of its failures starts anew. */
    static final Duration WELL_AFTER = Duration.ofMinutes(1);

    private static final long FIRST_MS = 250;
    private static final long LONGEST_MS = 10_000;

    private RestartDelay() {}

    /** @param failures in a row, 1 or more: 250 ms, doubled each time, at most 10 s */
    static Duration after(int failures) {
        int doublings = Math.min(Math.max(failures, 1) - 1, 10);
        return Duration.ofMillis(Math.min(FIRST_MS << doublings, LONGEST_MS));
    }
}
