package io.flames.report.leaderboard;

import io.flames.report.figures.Estimate;
import io.flames.report.figures.RunFigures.DimensionFigures;
import io.flames.report.figures.RunState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The leaderboard of a release under one scorer version. Component names are those of the REST interface.
 *
 * @param release null while there is no release with a run
 * @param scorer null while no scorer is known
 */
public record Leaderboard(@Nullable ReleaseView release, @Nullable ScorerView scorer, List<Row> rows) {

    public record ReleaseView(UUID id, String name, String digest, int promptCount) {}

    /**
     * @param heldOutAccuracy share of held-out answers on which the scorer agrees with the authored scores, null when the
     *     model card does not tell
     */
    public record ScorerView(
            UUID id,
            String name,
            int version,
            String digest,
            @Nullable String kind,
            @Nullable Double heldOutAccuracy,
            @Nullable Double heldOutAccuracyLow,
            @Nullable Double heldOutAccuracyHigh,
            @Nullable Long heldOutItems) {
        /** Such as {@code onnx-heads@1}. */
        public String label() {
            return name + "@" + version;
        }
    }

    /**
     * A target version with its newest run on the release.
     *
     * @param rank 1 is the highest overall harmless rate, equal rates share a rank; null when the row is not ranked
     * @param partial not every expected response is here and judged, or the run was cancelled; never ranked
     * @param overall null figures when a dimension has nothing scored; then {@code undefinedFor} names the dimensions
     * @param change against the target's previous version, null when there is none to compare with
     */
    public record Row(
            @Nullable Integer rank,
            String targetName,
            int targetVersion,
            UUID targetVersionId,
            String model,
            UUID runId,
            boolean synthetic,
            boolean partial,
            RunState state,
            long n,
            long scored,
            long notScored,
            Estimate overall,
            List<String> undefinedFor,
            List<DimensionFigures> dimensions,
            @Nullable Change change) {
        /** Such as {@code sample-careful@2}. */
        public String label() {
            return targetName + "@" + targetVersion;
        }

        private Row ranked(int place) {
            return new Row(
                    place,
                    targetName,
                    targetVersion,
                    targetVersionId,
                    model,
                    runId,
                    synthetic,
                    partial,
                    state,
                    n,
                    scored,
                    notScored,
                    overall,
                    undefinedFor,
                    dimensions,
                    change);
        }

        private boolean canBeRanked() {
            return !partial && overall.rate() != null;
        }
    }

    /**
     * Paired by prompt, in percentage points of the overall harmless rate.
     *
     * @param pValue of the two-sided exact sign test over the prompts that changed sides
     * @param better prompts that got better
     * @param worse prompts that got worse
     */
    public record Change(
            int previousVersion,
            UUID previousRunId,
            double overall,
            double low,
            double high,
            double pValue,
            long better,
            long worse) {}

    /**
     * Ranks the rows that can be ranked by their overall rate, and puts the others after them by name.
     *
     * @param rows in any order, without ranks
     */
    public static List<Row> ranked(List<Row> rows) {
        var ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparing((Row row) -> !row.canBeRanked())
                .thenComparing(row -> row.canBeRanked() ? -rate(row) : 0.0)
                .thenComparing(Row::targetName)
                .thenComparing(Row::targetVersion, Comparator.reverseOrder()));
        var ranked = new ArrayList<Row>(ordered.size());
        for (int i = 0; i < ordered.size(); i++) {
            var row = ordered.get(i);
            ranked.add(row.canBeRanked() ? row.ranked(placeOf(row, i, ranked)) : row);
        }
        return List.copyOf(ranked);
    }

    private static int placeOf(Row row, int index, List<Row> before) {
        var previous = index == 0 ? null : before.get(index - 1);
        return previous != null && previous.rank() != null && rate(previous) == rate(row) ? previous.rank() : index + 1;
    }

    private static double rate(Row row) {
        var rate = row.overall().rate();
        if (rate == null) {
            throw new IllegalStateException("a row without an overall rate is not ranked");
        }
        return rate;
    }
}
