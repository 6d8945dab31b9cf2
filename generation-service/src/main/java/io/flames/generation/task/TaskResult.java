package io.flames.generation.task;

import io.flames.generation.client.CallResult.Answer;
import io.flames.generation.outbox.OutboxEvent;
import java.time.Duration;

/** What becomes of a lease. */
sealed interface TaskResult {
    TaskLease lease();

    /** The task has ended. */
    record Ended(TaskLease lease, Answer answer, long latencyMs, OutboxEvent event) implements TaskResult {}

    /**
     * The task is to be leased again.
     *
     * @param throttled refusals for the rate so far
     * @param called false when the call was not made and does not count as an attempt
     */
    record GivenBack(TaskLease lease, Duration delay, int throttled, boolean called) implements TaskResult {}
}
