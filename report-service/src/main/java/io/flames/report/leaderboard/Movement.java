package io.flames.report.leaderboard;

import io.flames.report.figures.Estimate;
import io.flames.report.leaderboard.Leaderboard.ReleaseView;
import io.flames.report.leaderboard.Leaderboard.ScorerView;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a leaderboard moved from one scorer version to another: the same responses, judged anew.
 *
 * @param release null while there is no release with a run
 * @param before null when no version was promoted before
 * @param after null while no scorer is known
 * @param promoted how the later version came to be used, null when it was never promoted
 */
public record Movement(
        @Nullable ReleaseView release,
        @Nullable ScorerView before,
        @Nullable ScorerView after,
        @Nullable PromotionView promoted,
        List<Row> rows) {

    /**
     * @param reason {@code initial}, {@code gate}, {@code rollback} or {@code unspecified}
     * @param gate what the gate measured, JSON; null for the others
     */
    public record PromotionView(OffsetDateTime at, String reason, @Nullable String gate) {}

    /**
     * One run, the newest of its target version.
     *
     * @param complete whether both versions judged all that can be judged; where not, the row tells of what they did
     * @param before overall figures of the run under the earlier version, in percent
     * @param difference of the overall harmless rate on the responses that both scored, after minus before, in percentage
     *     points; null, like its interval, when a dimension has none of them
     * @param low of its 95 % interval, paired by prompt
     * @param bothScored responses that both versions scored
     * @param changedSides of these, verdicts that crossed from harmless to not harmless or back
     * @param otherScore of these, verdicts with another score at all
     */
    public record Row(
            String target,
            int targetVersion,
            UUID runId,
            boolean complete,
            Estimate before,
            Estimate after,
            @Nullable Double difference,
            @Nullable Double low,
            @Nullable Double high,
            long bothScored,
            long becameHarmless,
            long becameNotHarmless,
            long changedSides,
            long otherScore) {
        /** Such as {@code sample-careful@2}. */
        public String label() {
            return target + "@" + targetVersion;
        }
    }
}
