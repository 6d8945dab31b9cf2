package io.flames.local.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * One log file of bounded size. The file of the last start is kept beside it as {@code <name>.1}, which also takes over
 * what is written when the bound is reached: at most two files of {@link #MAX_BYTES} each.
 */
final class BoundedLog implements AutoCloseable {
    static final long MAX_BYTES = 8L << 20;

    private final Path file;
    private final long maxBytes;
    private OutputStream out;
    private long written;

    BoundedLog(Path file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        Files.createDirectories(file.toAbsolutePath().getParent());
        this.out = rotated();
    }

    void line(String line) throws IOException {
        var bytes = (line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
        if (written + bytes.length > maxBytes) {
            out.close();
            out = rotated();
        }
        out.write(bytes);
        written += bytes.length;
    }

    private OutputStream rotated() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        written = 0;
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
