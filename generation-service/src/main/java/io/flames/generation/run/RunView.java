package io.flames.generation.run;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as REST and pages show it.
 *
 * @param target the target's name
 * @param release such as {@code flames-sample@1}
 * @param expected tasks of the run: prompts times samples
 * @param done tasks that have ended
 * @param counts ended tasks by outcome
 * @param pending tasks that wait
 * @param inFlight tasks that are being called
 * @param calls begun, with those that failed
 * @param reason why it was cancelled, or empty
 */
public record RunView(
        UUID id,
        String target,
        int targetVersion,
        UUID targetVersionId,
        String release,
        UUID releaseId,
        String status,
        String trigger,
        int samples,
        long expected,
        long done,
        Map<String, Long> counts,
        long pending,
        long inFlight,
        long calls,
        long promptTokens,
        long completionTokens,
        Instant startedAt,
        @Nullable Instant finishedAt,
        String reason) {

    /** Share of the tasks that have ended, 0 to 100, for a bar. */
    public int percent() {
        return expected == 0 ? 100 : (int) (100 * done / expected);
    }
}
