package io.flames.scoring.registry.gate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A source whose bytes are counted as they come. */
final class CountedStream extends FilterInputStream {
    private final LongConsumer check;
    private long read;

    /** @param check is told after each reading how many bytes there were so far, and may throw */
    CountedStream(InputStream source, LongConsumer check) {
        super(source);
        this.check = check;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int some = super.read(into, offset, length);
        count(Math.max(0, some));
        return some;
    }

    private void count(int bytes) {
        read += bytes;
        check.accept(read);
    }
}
