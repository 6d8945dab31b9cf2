package io.flames.e2e.stack;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One {@code ./flames demo --keep} for all tests that only look at it; it ends with the tests' JVM. */
public final class DemoStack {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static @Nullable FlamesProcess running;

    private DemoStack() {}

    /** Started at the first call, which returns when the demo has left its report. */
    public static synchronized FlamesProcess get() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    private static FlamesProcess start() {
        var folder = temporaryFolder();
        var stack = FlamesProcess.start(folder, People.QUICK, "demo", "--keep");
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        await().atMost(PATIENCE).until(() -> {
            if (!stack.process().isAlive()) {
                throw new AssertionError("the demo ended: " + stack.printed());
            }
            return Files.exists(folder.resolve("flames-report.html"));
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
