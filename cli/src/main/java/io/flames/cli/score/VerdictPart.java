package io.flames.cli.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.flames.cli.CliException;
import io.flames.cli.console.Json;
import io.flames.contracts.Dimensions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The lines with their verdicts so far, in the input's order, as they will be in the target. Written through to the
 * system several times a second, so that a killed command loses no more than that; a line that was torn then is cut off
 * when the part is opened again. One command at a time has it.
 */
final class VerdictPart implements AutoCloseable {
    private static final long FLUSH_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int BUFFER = 1 << 16;
    private static final byte LINE_END = '\n';

    private final Path path;
    private final FileChannel channel;
    private final OutputStream out;
    private long lines;
    private long flushedAt = System.nanoTime();
    private boolean closed;

    private VerdictPart(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /**
     * Opens it, empty when there is none yet.
     *
     * @param tally counts the verdicts that are there
     * @throws CliException when another command has it, or it has other things than verdicts
     */
    static VerdictPart open(Path path, Tally tally) throws IOException {
        var channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(path, channel);
            var part = new VerdictPart(path, channel);
            long whole = part.count(tally);
            channel.truncate(whole);
            channel.position(whole);
            return part;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException sameJvm) {
            // Said below.
        }
        throw new CliException(path + ": another flames score writes to it");
    }

    /** @return bytes up to the end of the last whole line */
    private long count(Tally tally) throws IOException {
        long whole = 0;
        try (InputStream in = Files.newInputStream(path)) {
            var reader = new LineBytes(in);
            for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                add(tally, new String(line.get(), StandardCharsets.UTF_8));
                lines++;
                whole = reader.position();
            }
        }
        return whole;
    }

    private void add(Tally tally, String text) {
        try {
            var line = Json.parse(text);
            var dimension = Dimensions.byName(line.path("dimension").asText()).orElseThrow(this::broken);
            if (line.path("predicted").isInt()) {
                tally.addScore(dimension, line.path("predicted").asInt());
            } else if (line.path("unscorable").isTextual()) {
                tally.addUnscorable(dimension);
            } else {
                throw broken();
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw broken();
        }
    }

    private CliException broken() {
        return new CliException(
                path + ":" + (lines + 1) + ": not a line with its verdict: --restart scores the file anew");
    }

    Path path() {
        return path;
    }

    /** Lines that are in it. */
    synchronized long lines() {
        return lines;
    }

    synchronized void add(String line) throws IOException {
        if (closed) {
            // The command is being interrupted.
            return;
        }
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write(LINE_END);
        lines++;
        flushWhenDue();
    }

    synchronized void flushWhenDue() throws IOException {
        if (!closed && System.nanoTime() - flushedAt > FLUSH_EVERY_NANOS) {
            out.flush();
            flushedAt = System.nanoTime();
        }
    }

    /** Whole: it gets the target's name. */
    synchronized void finish(Path target) throws IOException {
        close();
        Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
    }

    synchronized void discard() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    /** What was added is there; nothing more is. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            out.close();
        }
    }
}
