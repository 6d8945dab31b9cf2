package io.flames.scoring.registry.gate;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** How large a body may be and how fast it has to come: others wait until it was read. From its making on. */
final class BodyBounds implements LongConsumer {
    static final Duration GRACE = Duration.ofSeconds(30);
    static final int BYTES_A_SECOND = 64 << 10;

    private final long mostBytes;
    private final LongSupplier nanoTime;
    private final long start;

    /** @param nanoTime as {@link System#nanoTime} */
    BodyBounds(long mostBytes, LongSupplier nanoTime) {
        this.mostBytes = mostBytes;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /**
     * @throws DataTooLargeException when there are too many bytes
     * @throws DataTooSlowException when there are too few for the time that went by
     */
    @Override
    public void accept(long bytes) {
        if (bytes > mostBytes) {
            throw new DataTooLargeException("the body: expected at most " + mostBytes + " bytes");
        }
        var taken = Duration.ofNanos(nanoTime.getAsLong() - start);
        if (taken.compareTo(GRACE.plusSeconds(bytes / BYTES_A_SECOND)) > 0) {
            throw new DataTooSlowException(
                    "the body: " + bytes + " bytes came in " + taken.toSeconds() + " s, expected at least "
                            + BYTES_A_SECOND + " a second after the first " + GRACE.toSeconds() + " s");
        }
    }
}
