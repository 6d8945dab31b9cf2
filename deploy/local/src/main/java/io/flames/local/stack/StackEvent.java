package io.flames.local.stack;

import java.nio.file.Path;
import java.time.Duration;

/** What happens to the children of a stack, each with a line for the person at the terminal. */
public sealed interface StackEvent {
    /** The child's name, for instance {@code kafka} or {@code report-service}. */
    String child();

    /** One line of plain text. */
    String line();

    /** It is being started for the first time. */
    record Starting(String child) implements StackEvent {
        @Override
        public String line() {
            return "starting " + child;
        }
    }

    /**
     * It serves.
     *
     * @param took since it was started
     * @param again whether it had died before
     */
    record Ready(String child, Duration took, boolean again) implements StackEvent {
        @Override
        public String line() {
            return "%s is %s (%.1f s)".formatted(child, again ? "back" : "ready", took.toMillis() / 1000.0);
        }
    }

    /**
     * It died, or could not be started again, and will be.
     *
     * @param why in a few words
     * @param restartIn when it will be started again
     * @param log where to look
     */
    record Died(String child, String why, Duration restartIn, Path log) implements StackEvent {
        @Override
        public String line() {
            return "%s %s: starting it again in %.1f s (log: %s)"
                    .formatted(child, why, restartIn.toMillis() / 1000.0, log);
        }
    }

    /** The stack stops; {@code child} is empty. */
    record Stopping() implements StackEvent {
        @Override
        public String child() {
            return "";
        }

        @Override
        public String line() {
            return "stopping";
        }
    }
}
