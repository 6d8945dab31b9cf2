package io.flames.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A child process whose output goes to one bounded log file and that ends when the pipe to its standard input closes.
 * That is how {@link #close()} stops it, and also what happens when this JVM dies: one way out, always the same.
 *
 * <p>Children run in a session of their own, so that Ctrl-C at the terminal reaches only this JVM, which then stops
 * them in order.
 */
public final class ChildProcess implements AutoCloseable {
    private static final List<String> APART = apart();

    private final Spec spec;
    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> pumped = new CompletableFuture<>();

    /**
     * What to start.
     *
     * @param name what messages call it, and the log file's name
     * @param command the command line; the program must end when its standard input closes
     * @param environment what it is told
     * @param inherits whether it gets this JVM's environment too
     * @param folder the working folder
     * @param log the log file
     * @param readyLine recognises the line of output that says it serves
     * @param stopWithin how long a clean stop may take until it is killed
     */
    public record Spec(
            String name,
            List<String> command,
            Map<String, String> environment,
            boolean inherits,
            Path folder,
            Path log,
            Predicate<String> readyLine,
            Duration stopWithin) {
        public Spec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    private ChildProcess(Spec spec, Process process) {
        this.spec = spec;
        this.process = process;
    }

    public static ChildProcess start(Spec spec) {
        var command = new ArrayList<>(APART);
        command.addAll(spec.command());
        var builder =
                new ProcessBuilder(command).directory(spec.folder().toFile()).redirectErrorStream(true);
        if (!spec.inherits()) {
            builder.environment().clear();
        }
        builder.environment().putAll(spec.environment());
        try {
            var log = new BoundedLog(spec.log(), BoundedLog.MAX_BYTES);
            var child = new ChildProcess(spec, builder.start());
            child.pumpTo(log);
            return child;
        } catch (IOException e) {
            throw new LocalStackException("cannot start " + spec.name() + ": " + e.getMessage(), e);
        }
    }

    private void pumpTo(BoundedLog log) {
        var pump = new Thread(() -> pump(log), "flames-log-" + spec.name());
        pump.setDaemon(true);
        pump.start();
    }

    /** A log that cannot be written any more (disk full) must not block the child on a full pipe: it is read on. */
    private void pump(BoundedLog log) {
        try (log;
                var lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                write(log, line);
                if (!ready.isDone() && spec.readyLine().test(line)) {
                    ready.complete(line);
                }
                line = lines.readLine();
            }
        } catch (IOException closed) {
            // The child is gone.
        } finally {
            pumped.complete(null);
            ready.completeExceptionally(new LocalStackException(spec.name() + " ended before it was ready"));
        }
    }

    private static void write(BoundedLog log, String line) {
        try {
            log.line(line);
        } catch (IOException full) {
            // Dropped: see pump.
        }
    }

    /**
     * Waits for the line that says that the child serves.
     *
     * @return that line
     * @throws LocalStackException when it ended before, or did not get ready in time; the child is stopped then
     */
    public String awaitReady(Duration within) {
        try {
            return ready.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            close();
            throw new LocalStackException(
                    spec.name() + " was not ready after " + within.toSeconds() + " s, see " + spec.log());
        } catch (ExecutionException ended) {
            close();
            throw new LocalStackException(spec.name() + " ended before it was ready: " + lastWords());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new LocalStackException("interrupted while waiting for " + spec.name(), e);
        }
    }

    /**
     * Asks until the child serves.
     *
     * @throws LocalStackException when it ended before, or did not get ready in time; the child is stopped then
     */
    public void awaitReady(BooleanSupplier isReady, Duration every, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!isReady.getAsBoolean()) {
            if (await(every)) {
                pumped.join();
                throw new LocalStackException(spec.name() + " ended before it was ready: " + lastWords());
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new LocalStackException(
                        spec.name() + " was not ready after " + within.toSeconds() + " s, see " + spec.log());
            }
        }
    }

    /** The last line that is not part of a stack trace. */
    private String lastWords() {
        try (var lines = Files.lines(spec.log())) {
            return lines.filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                    .reduce((earlier, later) -> later)
                    .map(line -> line + " (log: " + spec.log() + ")")
                    .orElse("it said nothing");
        } catch (IOException | UncheckedIOException e) {
            return "see " + spec.log();
        }
    }

    public String name() {
        return spec.name();
    }

    public Path log() {
        return spec.log();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit code when the process has ended. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** kill -9, as a crash would be. */
    public void kill() {
        process.destroyForcibly();
        await(spec.stopWithin());
    }

    /** Closes the pipe and waits; kills what has not ended in time. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // It has ended already.
        }
        if (!await(spec.stopWithin())) {
            kill();
        }
    }

    private boolean await(Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static List<String> apart() {
        return Programs.exists("setsid")
                ? List.of("setsid")
                : List.of("sh", "-c", "trap '' INT QUIT; exec \"$@\"", "flames-child");
    }
}
