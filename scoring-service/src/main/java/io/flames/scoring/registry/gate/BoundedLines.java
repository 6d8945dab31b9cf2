package io.flames.scoring.registry.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of UTF-8 from a source that is not trusted to end them. */
final class BoundedLines implements AutoCloseable {
    private final Reader reader;
    private final int longest;
    private int number;

    /**
     * @param source may throw when there is too much of it
     * @param longest characters of a line
     */
    BoundedLines(InputStream source, int longest) {
        this.reader = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8));
        this.longest = longest;
    }

    /**
     * @return the next line without its line feed; empty at the end
     * @throws IllegalArgumentException when it is too long
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
}
