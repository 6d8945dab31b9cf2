package io.flames.generation.recorded;

import io.flames.generation.problem.Problem.LineError;
import io.flames.generation.recorded.RecordedLine.WrongLineException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A file of answers, read line by line; blank lines are skipped. */
final class RecordedFile implements AutoCloseable {
    static final int MAX_LINE_BYTES = 4 * 1024 * 1024;
    private final InputStream input;
    private long number;

    RecordedFile(File file) throws IOException {
        input = new BufferedInputStream(new FileInputStream(file), 1 << 16);
    }

    /** Number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** @return null at the end */
    @Nullable
    RecordedLine next() throws IOException, WrongLineException {
        for (var line = line(); line != null; line = line()) {
            if (!line.isBlank()) {
                return RecordedLine.parse(line, number);
            }
        }
        return null;
    }

    private @Nullable String line() throws IOException, WrongLineException {
        var bytes = new ByteArrayOutputStream(512);
        boolean tooLong = false;
        int read = input.read();
        if (read < 0) {
            return null;
        }
        number++;
        for (; read >= 0 && read != '\n'; read = input.read()) {
            if (bytes.size() < MAX_LINE_BYTES) {
                bytes.write(read);
            } else {
                tooLong = true;
            }
        }
        if (tooLong) {
            throw new WrongLineException(
                    new LineError(number, "", "the line is longer than %d bytes".formatted(MAX_LINE_BYTES)));
        }
        return decode(bytes.toByteArray());
    }

    private String decode(byte[] bytes) throws WrongLineException {
        int from = number == 1 && bytes.length >= 3 && (bytes[0] & 0xff) == 0xEF && (bytes[1] & 0xff) == 0xBB ? 3 : 0;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WrongLineException(new LineError(number, "", "the line is not UTF-8"));
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
