package io.flames.scoring.card;

import io.flames.contracts.Dimensions;
import io.flames.scoring.drift.Counts;
import io.flames.scoring.drift.DimensionDrift;
import io.flames.scoring.drift.ScorerDrift;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a scorer version's verdicts were spread over the classes, day by day.
 *
 * @param scorerVersionId null, with {@code asOf}, while nothing was looked at, or nothing is kept
 * @param baselineVerdicts that the first days of a dimension have to hold together
 * @param leastVerdicts that a day needs to be compared
 */
public record DriftView(
        String scorer,
        @Nullable String scorerVersionId,
        @Nullable Instant asOf,
        long baselineVerdicts,
        long leastVerdicts,
        List<DimensionView> dimensions) {

    static DriftView none(String scorer, long baselineVerdicts, long leastVerdicts) {
        return new DriftView(scorer, null, null, baselineVerdicts, leastVerdicts, List.of());
    }

    static DriftView of(String scorer, ScorerDrift drift, long baselineVerdicts, long leastVerdicts) {
        return new DriftView(
                scorer,
                drift.scorerVersionId().toString(),
                drift.asOf(),
                baselineVerdicts,
                leastVerdicts,
                drift.dimensions().stream().map(DriftView::dimension).toList());
    }

    private static DimensionView dimension(DimensionDrift drift) {
        return new DimensionView(
                Dimensions.nameOf(drift.dimension()),
                SpreadView.of(drift, drift.baseline()),
                drift.complete(),
                drift.days().stream()
                        .map(day -> new DayView(
                                day.day(),
                                SpreadView.of(drift, day.counts()),
                                day.psi().isPresent() ? day.psi().getAsDouble() : null,
                                day.status()))
                        .toList());
    }

    /** @param baselineComplete whether days are compared with it already */
    public record DimensionView(String dimension, SpreadView baseline, boolean baselineComplete, List<DayView> days) {}

    /** @param psi against the baseline; null where the day is part of it, or has too few verdicts */
    public record DayView(LocalDate day, SpreadView spread, @Nullable Double psi, DimensionDrift.Status status) {}

    /**
     * @param counts by score, highest first, then {@code unscorable}
     * @param shares of the same, from 0 to 1
     */
    public record SpreadView(long verdicts, Map<String, Long> counts, Map<String, Double> shares) {
        private static final String UNSCORABLE = "unscorable";

        static SpreadView of(DimensionDrift drift, Counts spread) {
            var counts = new LinkedHashMap<String, Long>();
            Dimensions.scoresOf(drift.dimension())
                    .forEach(score -> counts.put(String.valueOf(score), spread.of(score)));
            counts.put(UNSCORABLE, spread.of(0));
            var shares = new LinkedHashMap<String, Double>();
            counts.forEach(
                    (name, count) -> shares.put(name, spread.total() == 0 ? 0 : (double) count / spread.total()));
            return new SpreadView(spread.total(), counts, shares);
        }
    }
}
