package io.flames.e2e.stack;

import io.flames.e2e.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One {@code ./flames} command that runs to its end. */
public final class Cli {
    private static final long PATIENCE_SECONDS = 240;

    private Cli() {}

    /** What a finished command left: its exit code and what it printed on standard output and standard error. */
    public record Result(int exitCode, String out, String err) {}

    /** Against the stack at this address. */
    public static Result run(Path folder, URI url, String... arguments) {
        return run(folder, List.of("--url", url.toString()), arguments);
    }

    public static Result run(Path folder, String... arguments) {
        return run(folder, List.of(), arguments);
    }

    private static Result run(Path folder, List<String> global, String... arguments) {
        var command = new ArrayList<String>(List.of(Project.file("flames").toString()));
        command.addAll(global);
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("FLAMES_NO_BUILD", "1");
        var errors = folder.resolve("cli.err");
        builder.redirectError(errors.toFile());
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " does not end");
            }
            return new Result(process.exitValue(), out, Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
