package io.flames.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a command reads, or standard input.
 *
 * @param name what messages call it
 * @param path where it is; not used for standard input
 */
public record InputFile(String name, Path path) {
    private static final String STDIN = "-";

    /**
     * @param argument a path, or {@code -} for standard input
     * @throws CliException when it is not a readable file
     */
    public static InputFile of(String argument) {
        if (argument.equals(STDIN)) {
            return new InputFile("stdin", Path.of(STDIN));
        }
        var path = Path.of(argument);
        if (!Files.exists(path)) {
            throw new CliException(argument + ": no such file");
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new CliException(argument + ": not a file that can be read");
        }
        return new InputFile(path.getFileName().toString(), path);
    }

    /** Its bytes as the body of a request, streamed. */
    public BodyPublisher body() {
        return BodyPublishers.ofInputStream(this::open);
    }

    private InputStream open() {
        try {
            return path.toString().equals(STDIN) ? System.in : Files.newInputStream(path);
        } catch (IOException e) {
            throw new CliException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
