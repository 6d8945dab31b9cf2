package io.flames.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Small programs of the operating system that may or may not be there. */
public final class Programs {
    private static final long SECONDS = 60;

    private Programs() {}

    /** Whether the search path has this program. */
    public static boolean exists(String program) {
        var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs a program to its end, at most a minute, and tells whether it said 0. */
    public static boolean succeeds(List<String> command) {
        return run(command).exitCode() == 0;
    }

    /** Runs a program to its end, at most a minute; 127 when it could not be started, 124 when it took too long. */
    public static Result run(List<String> command) {
        try {
            var output = Files.createTempFile("flames-", ".out");
            try {
                return run(command, output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return new Result(127, String.valueOf(e.getMessage()));
        }
    }

    private static Result run(List<String> command, Path output) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return new Result(ended ? process.exitValue() : 124, Files.readString(output));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Result(124, "interrupted");
        }
    }

    /**
     * @param exitCode what the program returned
     * @param output all it printed
     */
    public record Result(int exitCode, String output) {}
}
