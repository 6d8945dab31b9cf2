package io.flames.local.stack;

import java.nio.file.Path;

/**
 * A child at this moment.
 *
 * @param name for instance {@code postgres} or {@code scoring-service}
 * @param state whether it serves
 * @param pid of the process that serves, 0 when there is none
 * @param port it listens on at 127.0.0.1
 * @param restarts how often it died and was started again
 * @param log its log file
 */
public record ChildStatus(String name, State state, long pid, int port, int restarts, Path log) {
    /** Whether it serves. */
    public enum State {
        STARTING,
        READY,
        RESTARTING,
        STOPPED
    }
}
