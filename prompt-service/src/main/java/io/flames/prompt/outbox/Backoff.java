package io.flames.prompt.outbox;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after a failed attempt: doubles from {@code min} to {@code max}, each time a random half to the whole
 * of it, so that replicas do not come back in step.
 */
record Backoff(Duration min, Duration max, DoubleSupplier random) {
    private static final int MAX_DOUBLINGS = 30;

    /**
     * @param failures failed attempts in a row, from 1
     * @return between half of and the whole of {@code min * 2^(failures - 1)}, never above {@code max}
     */
    Duration after(int failures) {
        long doubled = min.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long ceiling = doubled <= 0 ? max.toMillis() : Math.min(doubled, max.toMillis());
        return Duration.ofMillis(ceiling / 2 + (long) (ceiling / 2.0 * random.getAsDouble()));
    }
}
