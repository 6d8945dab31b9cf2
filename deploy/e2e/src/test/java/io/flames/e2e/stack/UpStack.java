package io.flames.e2e.stack;

import java.nio.file.Path;

/** One {@code ./flames up} for all tests that bring prompts of their own and may kill what they like. */
final class UpStack extends SharedStack {
    private static final UpStack SHARED = new UpStack();

    private UpStack() {
        super("up");
    }

    /** Started at the first call; where a test killed all of it, it comes up again on the same data. */
    static FlamesProcess running() {
        return SHARED.get();
    }

    @Override
    FlamesProcess start(Path folder) {
        return FlamesProcess.start(folder, "up").awaitReady();
    }
}
