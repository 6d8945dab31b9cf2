package io.flames.scoring.lane;

import java.time.Duration;

/**
 * How a scorer wants to be fed.
 *
 * @param workers batches at a time, each on a thread of its own
 * @param costs what batches cost
 * @param longestWait how long an input may wait for batch-mates while a worker is free; zero: never
 */
public record LaneShape(int workers, CostProfile costs, Duration longestWait) {
    public LaneShape {
        if (workers < 1) {
            throw new IllegalArgumentException("a lane has 1 or more workers, not " + workers);
        }
        if (longestWait.isNegative()) {
            throw new IllegalArgumentException("longestWait is not negative");
        }
    }

    /** Each input alone, on so many threads. */
    public static LaneShape alone(int workers) {
        return new LaneShape(workers, CostProfile.ALONE, Duration.ZERO);
    }
}
