package io.flames.e2e.stack;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One {@code ./flames demo --keep} for all tests that only look at it; it ends with the tests' JVM. */
public final class DemoStack {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private DemoStack() {}

    public static FlamesProcess get() {
        return Holder.STACK;
    }

    /** The folder that the demo was started in, where it left its report. */
    public static Path folder() {
        return Holder.FOLDER;
    }

    private static final class Holder {
        private static final Path FOLDER = temporaryFolder();
        private static final FlamesProcess STACK = start();

        private static FlamesProcess start() {
            var stack = FlamesProcess.start(FOLDER, "demo", "--keep");
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            await().atMost(PATIENCE).until(() -> {
                if (!stack.process().isAlive()) {
                    throw new AssertionError("the demo ended: " + stack.printed());
                }
                return Files.exists(FOLDER.resolve("flames-report.html"));
            });
            return stack.awaitReady();
        }

        private static Path temporaryFolder() {
            try {
                return Files.createTempDirectory("flames-e2e");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
