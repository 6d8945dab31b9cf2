package io.flames.annotation.label;

import java.time.Instant;
import java.util.Locale;

/**
 * What somebody gets who asks for work.
 *
 * @param <T> what there is to read
 */
public sealed interface Next<T> {
    /** Something to label. */
    record Offered<T>(T task) implements Next<T> {}

    /**
     * A break first.
     *
     * @param until first instant at which there is another item
     * @param reason {@code harmful_run}, {@code long_work}, {@code session_full} or {@code day_full}
     */
    record Pause<T>(Instant until, String reason) implements Next<T> {
        public Pause {
            reason = reason.toLowerCase(Locale.ROOT);
        }
    }

    /** Nothing is free for them right now. */
    record Nothing<T>() implements Next<T> {}
}
