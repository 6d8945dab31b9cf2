package io.flames.scoring.judge;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Spreads the requests of all workers evenly over the minute, and holds all of them while the endpoint asks for quiet.
 * Of this process only: replicas share the endpoint's limit by configuration.
 */
final class Pacer {
    private final long apartNanos;
    private long next = System.nanoTime();

    Pacer(OptionalInt requestsAMinute) {
        apartNanos = requestsAMinute.isPresent() ? TimeUnit.MINUTES.toNanos(1) / requestsAMinute.getAsInt() : 0;
    }

    /** Waits for this request's turn. */
    void await() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(turn(System.nanoTime()));
    }

    /** @return nanoseconds until the turn, 0 or more */
    synchronized long turn(long now) {
        long at = next - now > 0 ? next : now;
        // Held requests without a limit all go at once when the hold ends.
        next = apartNanos == 0 ? next : at + apartNanos;
        return at - now;
    }

    /** Nobody's turn comes before that. */
    synchronized void hold(Duration pause, long now) {
        long end = now + pause.toNanos();
        next = end - next > 0 ? end : next;
    }
}
