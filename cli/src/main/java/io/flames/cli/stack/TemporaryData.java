package io.flames.cli.stack;

import io.flames.cli.CliException;
import io.flames.cli.Interruption;
import io.flames.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A data folder for one command. It is deleted when the work is done or was interrupted, and stays with its logs when the
 * work failed.
 */
public final class TemporaryData implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final Path path;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean done;

    private TemporaryData(Path path) {
        this.path = path;
    }

    public static TemporaryData create() {
        try {
            var data = new TemporaryData(Files.createTempDirectory("flames-"));
            Runtime.getRuntime().addShutdownHook(new Thread(data::awaitClosed, "flames-temporary-data"));
            return data;
        } catch (IOException e) {
            throw new CliException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    public Path path() {
        return path;
    }

    /** The work went well: the folder is not needed any more. */
    public void isDone() {
        done = true;
    }

    /** A JVM that goes down waits for the stack to stop and the folder to be gone. */
    private void awaitClosed() {
        try {
            closed.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            if (done || Interruption.isUnderWay()) {
                Folders.delete(path);
            }
        } catch (IOException e) {
            throw new CliException(path + ": cannot be deleted: " + e.getMessage(), e);
        } finally {
            closed.countDown();
        }
    }
}
