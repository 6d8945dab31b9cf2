package io.flames.scoring.registry.gate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A source that has to keep coming, as others wait until it was read. */
final class PacedStream extends FilterInputStream {
    static final Duration GRACE = Duration.ofSeconds(30);
    static final int BYTES_A_SECOND = 64 << 10;

    private final LongSupplier nanoTime;
    private final long start;
    private long read;

    /** @param nanoTime as {@link System#nanoTime} */
    PacedStream(InputStream source, LongSupplier nanoTime) {
        super(source);
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        check(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int some = super.read(into, offset, length);
        check(Math.max(0, some));
        return some;
    }

    private void check(int bytes) {
        read += bytes;
        var taken = Duration.ofNanos(nanoTime.getAsLong() - start);
        if (taken.compareTo(GRACE.plusSeconds(read / BYTES_A_SECOND)) > 0) {
            throw new DataTooSlowException(
                    "the body: " + read + " bytes came in " + taken.toSeconds() + " s, expected at least "
                            + BYTES_A_SECOND + " a second after the first " + GRACE.toSeconds() + " s");
        }
    }
}
