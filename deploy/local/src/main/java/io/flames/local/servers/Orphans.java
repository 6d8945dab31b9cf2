package io.flames.local.servers;

import io.flames.local.process.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What an earlier PostgreSQL has left in its data folder. The caller holds the folder's lock, so a server that still
 * runs there is nobody's.
 */
final class Orphans {
    private static final String PID_FILE = "postmaster.pid";
    private static final long SECONDS = 20;

    private Orphans() {}

    /**
     * Ends a server that still runs on this data folder, and deletes a pid file whose process is not one: PostgreSQL
     * refuses to start when an unrelated process has got the number since.
     */
    static void end(Path data) {
        var server = serverOf(data);
        try {
            if (server.isPresent()) {
                endOrKill(server.get());
            }
            Files.deleteIfExists(data.resolve(PID_FILE));
        } catch (IOException e) {
            throw new LocalStackException("cannot clear away " + data.resolve(PID_FILE) + ": " + e.getMessage(), e);
        }
    }

    /** The running postmaster of this data folder. */
    static Optional<ProcessHandle> serverOf(Path data) {
        return pid(data).flatMap(ProcessHandle::of).filter(process -> isServerOf(data, process));
    }

    private static Optional<Long> pid(Path data) {
        try {
            return Files.readAllLines(data.resolve(PID_FILE)).stream()
                    .findFirst()
                    .map(Long::valueOf);
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static boolean isServerOf(Path data, ProcessHandle process) {
        var arguments = process.info().arguments().map(List::of).orElse(List.of());
        var command = process.info().command().orElse("");
        return command.endsWith("postgres") && arguments.contains(data.toString());
    }

    private static void endOrKill(ProcessHandle server) {
        server.destroy();
        try {
            server.onExit().get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            server.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.destroyForcibly();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
