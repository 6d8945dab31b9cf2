package io.flames.prompt.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Splits a stream of bytes into lines of strict UTF-8 and holds no more than one line of it. Ends at LF, CRLF or the end
 * of the stream; skips blank lines, but counts them; drops a byte order mark at the start.
 */
public final class LineReader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final byte[] line;
    private final byte[] chunk = new byte[16 * 1024];
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private int position;
    private int limit;
    private int number;

    /** @param maxLineBytes longest line that is read, in bytes without its ending; a longer one is Unreadable */
    public LineReader(InputStream in, int maxLineBytes) {
        this.in = in;
        this.line = new byte[maxLineBytes];
    }

    /** The next line that is not blank; empty at the end of the stream. */
    public Optional<RawLine> next() throws IOException {
        while (fill()) {
            number++;
            RawLine read = readLine();
            if (!(read instanceof RawLine.Text text) || !text.text().isBlank()) {
                return Optional.of(read);
            }
        }
        return Optional.empty();
    }

    private RawLine readLine() throws IOException {
        int length = 0;
        boolean tooLong = false;
        boolean ended = false;
        while (!ended && fill()) {
            int end = endOfLine();
            int size = end - position;
            if (length + size - carriageReturnBefore(end) > line.length) {
                tooLong = true;
            } else {
                int kept = Math.min(size, line.length - length);
                System.arraycopy(chunk, position, line, length, kept);
                length += kept;
            }
            ended = end < limit;
            position = ended ? end + 1 : end;
        }
        if (tooLong) {
            return new RawLine.Unreadable(number, "line is longer than " + line.length + " bytes");
        }
        return decode(length);
    }

    /** Index of the next LF in the chunk, or the chunk's end. */
    private int endOfLine() {
        int end = position;
        while (end < limit && chunk[end] != '\n') {
            end++;
        }
        return end;
    }

    private int carriageReturnBefore(int end) {
        return end > position && chunk[end - 1] == '\r' ? 1 : 0;
    }

    private RawLine decode(int length) {
        var bytes = ByteBuffer.wrap(line, 0, length > 0 && line[length - 1] == '\r' ? length - 1 : length);
        try {
            String text = utf8.decode(bytes).toString();
            boolean marked = number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
            return new RawLine.Text(number, marked ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return new RawLine.Unreadable(number, "not valid UTF-8 at byte " + (bytes.position() + 1));
        }
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, in.read(chunk));
        return limit > 0;
    }
}
