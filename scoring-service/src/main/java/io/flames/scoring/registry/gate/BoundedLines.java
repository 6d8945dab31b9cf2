package io.flames.scoring.registry.gate;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of UTF-8 from a source that is not trusted to end them, or to end. */
final class BoundedLines implements AutoCloseable {
    private final Reader reader;
    private final int longest;
    private int number;

    /**
     * @param mostBytes of all lines together
     * @param longest characters of a line
     */
    BoundedLines(InputStream source, long mostBytes, int longest) {
        this.reader = new BufferedReader(new InputStreamReader(new Bounded(source, mostBytes), StandardCharsets.UTF_8));
        this.longest = longest;
    }

    /**
     * @return the next line without its line feed; empty at the end
     * @throws IllegalArgumentException when it is too long
     * @throws DataTooLargeException when there are too many bytes
     */
    Optional<String> next() throws IOException {
        number++;
        var line = new StringBuilder();
        for (int character = reader.read(); character != '\n'; character = reader.read()) {
            if (character < 0) {
                return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
            }
            if (line.length() == longest) {
                throw new IllegalArgumentException(
                        "line " + number + ": longer than " + longest + " characters, which no item is");
            }
            line.append((char) character);
        }
        return Optional.of(line.toString());
    }

    /** Of the line that was read last, from 1 on. */
    int number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static final class Bounded extends FilterInputStream {
        private final long most;
        private long read;

        Bounded(InputStream source, long most) {
            super(source);
            this.most = most;
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
            if (read > most) {
                throw new DataTooLargeException("the body: expected at most " + most + " bytes");
            }
        }
    }
}
