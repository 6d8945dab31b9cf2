package io.flames.generation.task;

import io.flames.generation.client.CallResult.Fault;
import io.flames.generation.client.CallResult.FaultKind;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Whether a fault is tried again, and when. Pure. Waits grow exponentially and are jittered between half and full, so
 * that tasks which failed together do not come back together; what the endpoint asks for is honoured. Refusals for the
 * rate say nothing about the task and are counted apart.
 *
 * @param maxAttempts calls a task may take that were not refused for the rate, at least 1
 * @param maxThrottled refusals for the rate that a task may take, at least 1
 * @param maxRetryAfter longest wait that an endpoint may ask for
 */
public record RetryPolicy(
        int maxAttempts, int maxThrottled, Duration baseDelay, Duration maxDelay, Duration maxRetryAfter) {

    /** What to do after a fault. */
    public sealed interface Decision {
        /** @param throttled refusals for the rate so far, this one included */
        record Retry(Duration delay, int throttled) implements Decision {}

        record GiveUp() implements Decision {}
    }

    public RetryPolicy {
        if (maxAttempts < 1 || maxThrottled < 1 || baseDelay.isNegative() || maxDelay.compareTo(baseDelay) < 0) {
            throw new IllegalArgumentException("retry: at least one attempt, and delays with base <= max");
        }
    }

    /**
     * @param attempts calls so far, this one included
     * @param throttled refusals for the rate before this call
     * @param random uniform in [0, 1)
     */
    public Decision decide(Fault fault, int attempts, int throttled, DoubleSupplier random) {
        boolean refused = fault.kind() == FaultKind.THROTTLED;
        int refusals = throttled + (refused ? 1 : 0);
        int faults = attempts - refusals;
        boolean exhausted = refused ? refusals >= maxThrottled : faults >= maxAttempts;
        if (fault.kind() == FaultKind.PERMANENT || exhausted) {
            return new Decision.GiveUp();
        }
        var own = jittered(refused ? refusals : faults, random);
        return new Decision.Retry(atLeast(own, fault), refusals);
    }

    private Duration jittered(int failures, DoubleSupplier random) {
        double full = Math.min(
                maxDelay.toMillis(), baseDelay.toMillis() * Math.pow(2, Math.min(30, Math.max(0, failures - 1))));
        return Duration.ofMillis(Math.round(full * (0.5 + random.getAsDouble() / 2)));
    }

    private Duration atLeast(Duration own, Fault fault) {
        var asked = fault.retryAfter();
        if (asked == null) {
            return own;
        }
        var bounded = asked.compareTo(maxRetryAfter) > 0 ? maxRetryAfter : asked;
        return bounded.compareTo(own) > 0 ? bounded : own;
    }
}
