package io.flames.generation.task;

/**
 * How many calls a replica has in flight to a target: halved when the endpoint refuses for the rate, at most once a round
 * of calls, and raised by one a round while it does not. Not thread-safe.
 */
final class AdaptiveLimit {
    private double current;
    private int untilNextCut;

    AdaptiveLimit(int start) {
        current = start;
    }

    /** @param max the target's own limit */
    int within(int max) {
        current = Math.min(current, max);
        return Math.max(1, (int) current);
    }

    /** @param max the target's own limit */
    void succeeded(int max) {
        untilNextCut = Math.max(0, untilNextCut - 1);
        current = Math.min(max, current + 1 / Math.max(1, current));
    }

    void refused() {
        if (untilNextCut > 0) {
            untilNextCut--;
            return;
        }
        untilNextCut = (int) current;
        current = Math.max(1, current / 2);
    }

    /** A higher limit is tried at once. */
    void raiseTo(int max) {
        current = Math.max(current, max);
    }
}
