package io.flames.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that gets its name only when it is whole. Until then it is a hidden file beside it, which also goes when the
 * command is interrupted.
 *
 * @param path what to write to
 * @param target the name it gets
 */
public record PartFile(Path path, Path target) implements AutoCloseable {

    /** @throws CliException when the folder is not there or cannot be written */
    public static PartFile of(Path target) {
        var name = "." + target.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part";
        var path = target.resolveSibling(name);
        try {
            Files.createFile(path);
        } catch (IOException e) {
            throw new CliException(target + ": cannot be written: " + reason(target, e), e);
        }
        path.toFile().deleteOnExit();
        return new PartFile(path, target);
    }

    private static String reason(Path target, IOException e) {
        var folder = target.toAbsolutePath().getParent();
        return Files.isDirectory(folder) ? String.valueOf(e.getMessage()) : "there is no folder " + folder;
    }

    /** Gives the file its name, over one that had it. */
    public void finish() throws IOException {
        Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
