package io.flames.cli.score;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Whole lines of a file as bytes, and where they end; what follows the last line's end is not told. */
final class LineBytes {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private long position;

    LineBytes(InputStream in) {
        this.in = in;
    }

    /** The next line without its end; empty when no whole line is left. */
    Optional<byte[]> next() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, from, end - from);
            if (end < to) {
                from = end + 1;
                position += line.size() + 1L;
                return Optional.of(line.toByteArray());
            }
            from = 0;
            to = in.read(buffer);
            if (to < 0) {
                to = 0;
                return Optional.empty();
            }
        }
    }

    /** Bytes up to the end of the last line that was told, its end included. */
    long position() {
        return position;
    }
}
