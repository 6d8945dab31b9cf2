package io.flames.report.run;

import io.flames.report.figures.RunState;
import io.flames.report.store.Views.Counts;
import io.flames.report.store.Views.Outcomes;
import io.flames.report.store.Views.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as it stands. Component names are those of the REST interface.
 *
 * @param collected responses that are here
 * @param scored responses with a score of the scorer version
 * @param waiting responses that can be scored and are not judged yet
 * @param collectedRatio collected of expected, 0 to 1
 * @param scoredRatio judged of what can be judged, 0 to 1
 * @param responsesPerSecond since the start, to the end or the newest response
 * @param secondsLeft at that rate; null when the run has ended or nothing is known yet
 */
public record RunView(
        UUID id,
        String target,
        int targetVersion,
        UUID targetVersionId,
        String targetDigest,
        String model,
        String release,
        UUID releaseId,
        String releaseDigest,
        boolean synthetic,
        int samples,
        String trigger,
        RunState state,
        boolean partial,
        long expected,
        long collected,
        Outcomes outcomes,
        long scored,
        long unscorable,
        long waiting,
        long calls,
        long promptTokens,
        long completionTokens,
        double collectedRatio,
        double scoredRatio,
        @Nullable Double responsesPerSecond,
        @Nullable Long secondsLeft,
        OffsetDateTime startedAt,
        @Nullable OffsetDateTime endedAt,
        String reason) {

    public static RunView of(Run run, Counts counts, Instant now) {
        var end = run.end();
        var state = RunState.of(run, counts);
        long collected = counts.outcomes().total();
        var perSecond = perSecond(run, counts, now);
        return new RunView(
                run.id(),
                run.targetName(),
                run.targetVersion(),
                run.targetVersionId(),
                run.targetDigest(),
                run.model(),
                run.releaseName(),
                run.releaseId(),
                run.releaseDigest(),
                run.synthetic(),
                run.samples(),
                run.trigger(),
                state,
                state.isPartial(),
                run.expected(),
                collected,
                counts.outcomes(),
                counts.scored(),
                counts.unscorable(),
                counts.waiting(),
                counts.calls(),
                counts.promptTokens(),
                counts.completionTokens(),
                ratio(collected, run.expected()),
                ratio(counts.scored() + counts.unscorable(), counts.outcomes().scorable()),
                perSecond,
                secondsLeft(run, collected, perSecond),
                run.startedAt(),
                end == null ? null : end.at(),
                end == null ? "" : end.reason());
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : Math.min(1, (double) part / whole);
    }

    private static @Nullable Double perSecond(Run run, Counts counts, Instant now) {
        var newest = counts.newest();
        if (newest == null) {
            return null;
        }
        var until = run.end() == null ? now : newest.toInstant();
        var seconds = Duration.between(run.startedAt().toInstant(), until).toMillis() / 1000.0;
        return seconds <= 0 ? null : counts.outcomes().total() / seconds;
    }

    private static @Nullable Long secondsLeft(Run run, long collected, @Nullable Double perSecond) {
        if (run.end() != null || perSecond == null || perSecond <= 0) {
            return null;
        }
        return Math.round(Math.max(0, run.expected() - collected) / perSecond);
    }
}
