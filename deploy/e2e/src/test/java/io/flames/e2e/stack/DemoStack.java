package io.flames.e2e.stack;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One {@code ./flames demo --keep} for all tests that look at a demo's results. */
public final class DemoStack extends SharedStack {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final DemoStack SHARED = new DemoStack();

    private DemoStack() {
        super("demo");
    }

    /** Started at the first call, which returns when the demo has left its report. */
    public static FlamesProcess running() {
        return SHARED.get();
    }

    @Override
    FlamesProcess start(Path folder) {
        var stack = FlamesProcess.start(folder, People.QUICK, "demo", "--keep");
        await().atMost(PATIENCE).until(() -> {
            if (!stack.process().isAlive()) {
                throw new AssertionError("the demo ended: " + stack.printed());
            }
            return Files.exists(folder.resolve("flames-report.html"));
        });
        return stack.awaitReady();
    }
}
