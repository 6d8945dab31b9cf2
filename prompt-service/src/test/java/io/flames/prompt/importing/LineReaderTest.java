package io.flames.prompt.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    private static List<RawLine> read(byte[] bytes, int maxLine) {
        return read(new ByteArrayInputStream(bytes), maxLine);
    }

    private static List<RawLine> read(InputStream in, int maxLine) {
        try {
            var reader = new LineReader(in, maxLine);
            var lines = new ArrayList<RawLine>();
            for (Optional<RawLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                lines.add(line.get());
            }
            return lines;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void toleratesMarkBlankLinesAndBothEndings() {
        assertThat(read(utf8("\uFEFF一\r\n\n  \r\n二\n三"), 100))
                .containsExactly(new RawLine.Text(1, "一"), new RawLine.Text(4, "二"), new RawLine.Text(5, "三"));
    }

    @Test
    void anEmptyStreamHasNoLines() {
        assertThat(read(utf8(""), 100)).isEmpty();
        assertThat(read(utf8("\uFEFF\r\n"), 100)).isEmpty();
    }

    @Test
    void aLineOverTheLimitIsSkippedAndTheNextOneRead() {
        assertThat(read(utf8("x".repeat(100_000) + "\nok\n"), 50))
                .containsExactly(new RawLine.Unreadable(1, "line is longer than 50 bytes"), new RawLine.Text(2, "ok"));
    }

    @Test
    void bytesThatAreNotUtf8AreFoundAndNeverReplaced() {
        assertThat(read(new byte[] {'a', (byte) 0xff, '\n', 'b'}, 50))
                .containsExactly(new RawLine.Unreadable(1, "not valid UTF-8 at byte 2"), new RawLine.Text(2, "b"));
    }

    /** Lengths around the limit and around the chunk of 16 KiB, with either ending. */
    @Property(tries = 300)
    void splitsAsStringsDo(
            @ForAll @Size(max = 6) List<@IntRange(min = 16_370, max = 16_400) Integer> lengths,
            @ForAll boolean carriageReturns,
            @ForAll @IntRange(min = 16_370, max = 16_400) int maxLine) {
        var text = new StringBuilder();
        var expected = new ArrayList<RawLine>();
        for (int i = 0; i < lengths.size(); i++) {
            String line = "y".repeat(lengths.get(i));
            text.append(line).append(carriageReturns ? "\r\n" : "\n");
            expected.add(
                    line.length() > maxLine
                            ? new RawLine.Unreadable(i + 1, "line is longer than " + maxLine + " bytes")
                            : new RawLine.Text(i + 1, line));
        }

        assertThat(read(utf8(text.toString()), maxLine)).isEqualTo(expected);
    }
}
