package io.flames.annotation.exchange;

import java.time.Duration;
import java.time.Instant;

/**
 * How much of a file is read.
 *
 * @param bytes of the file
 * @param items tasks, records or lines
 * @param textCharacters of one string, such as a response
 * @param commentCharacters of an annotator's comment
 * @param spans of a label
 * @param errors that are told; more are counted
 * @param latest time of a label; the earliest is {@link #EARLIEST}
 */
public record ExchangeLimits(
        long bytes, int items, int textCharacters, int commentCharacters, int spans, int errors, Instant latest) {
    /** No tool kept labels before. */
    static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** Clocks elsewhere may be wrong, and zones left out. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** 64 MiB, 50,000 items, 400,000 characters a text, 4,000 a comment, 20 spans, 100 errors, times up to a day from now. */
    public static ExchangeLimits usual(Instant now) {
        return new ExchangeLimits(64L << 20, 50_000, 400_000, 4_000, 20, 100, now.plus(AHEAD));
    }

    public ExchangeLimits {
        if (bytes < 1 || items < 1 || textCharacters < 1 || commentCharacters < 1 || spans < 0 || errors < 1) {
            throw new IllegalArgumentException("every limit is at least 1, of spans at least 0");
        }
    }
}
