package io.flames.scoring.lane;

import java.time.Duration;

/** A lane, or the service, holds as much as it may. */
public final class LaneFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration tryAgainAfter;

    /** @param message for clients */
    public LaneFullException(String message, Duration tryAgainAfter) {
        super(message, null, false, false);
        this.tryAgainAfter = tryAgainAfter;
    }

    /** When there should be room, such as when half of what waits now is done. */
    public Duration tryAgainAfter() {
        return tryAgainAfter;
    }
}
