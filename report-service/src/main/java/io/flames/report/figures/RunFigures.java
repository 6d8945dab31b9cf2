package io.flames.report.figures;

import io.flames.contracts.Dimensions;
import io.flames.report.stats.Bootstrap;
import io.flames.report.stats.Bounds;
import io.flames.report.stats.Interval;
import io.flames.report.stats.Measure;
import io.flames.report.stats.Overall;
import io.flames.report.stats.Tally;
import io.flames.report.stats.Wilson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a run under one scorer version. The rate of a dimension has a Wilson interval when there is one sample a
 * prompt; everything else has a bootstrap interval, stratified by dimension and clustered by prompt.
 *
 * @param n responses that the figures answer for: expected or collected, whichever is more
 * @param scored responses with a score
 * @param notScored n without scored: outcomes that are no answer, unscorable, not collected or not scored yet
 * @param overall the unweighted mean over five dimensions; its figures are null when a dimension has nothing scored
 * @param undefined dimensions without a scored response, for which overall is not defined; empty otherwise
 */
public record RunFigures(
        long n,
        long scored,
        long notScored,
        Estimate overall,
        List<DimensionFigures> dimensions,
        List<String> undefined) {

    /** Figures of one dimension; see {@link RunFigures} and {@link Estimate}. */
    public record DimensionFigures(
            String dimension,
            long n,
            long scored,
            long notScored,
            @Nullable Double rate,
            @Nullable Double rateLow,
            @Nullable Double rateHigh,
            @Nullable Double score,
            @Nullable Double scoreLow,
            @Nullable Double scoreHigh,
            @Nullable Double lowerBound,
            @Nullable Double upperBound) {

        /** The same figures without the counts. */
        public Estimate estimate() {
            return new Estimate(rate, rateLow, rateHigh, score, scoreLow, scoreHigh, lowerBound, upperBound);
        }
    }

    /** @param dimensions all five, in order */
    public static RunFigures of(List<DimensionTally> dimensions, Bootstrap bootstrap) {
        var figures = dimensions.stream().map(d -> of(d, bootstrap)).toList();
        long n = dimensions.stream().mapToLong(DimensionTally::responses).sum();
        long scored = figures.stream().mapToLong(DimensionFigures::scored).sum();
        var undefined = figures.stream()
                .filter(each -> each.scored() == 0)
                .map(DimensionFigures::dimension)
                .toList();
        return new RunFigures(n, scored, n - scored, overall(dimensions, bootstrap), figures, undefined);
    }

    public boolean isDefined() {
        return undefined.isEmpty();
    }

    private static Estimate overall(List<DimensionTally> dimensions, Bootstrap bootstrap) {
        var tallies = dimensions.stream().map(DimensionTally::tally).toList();
        var strata = dimensions.stream().map(DimensionTally::clusters).toList();
        var bounds = Bounds.overall(dimensions.stream().map(RunFigures::bounds).toList());
        return estimate(measure -> Overall.of(measure, tallies), measure -> bootstrap.overall(measure, strata), bounds);
    }

    private static DimensionFigures of(DimensionTally dimension, Bootstrap bootstrap) {
        var tally = dimension.tally();
        var estimate = estimate(
                measure -> measure.of(tally),
                measure -> interval(measure, dimension, tally, bootstrap),
                bounds(dimension));
        return new DimensionFigures(
                Dimensions.nameOf(Dimensions.ALL.get(dimension.dimension() - 1)),
                dimension.responses(),
                tally.scored(),
                dimension.responses() - tally.scored(),
                estimate.rate(),
                estimate.rateLow(),
                estimate.rateHigh(),
                estimate.score(),
                estimate.scoreLow(),
                estimate.scoreHigh(),
                estimate.lowerBound(),
                estimate.upperBound());
    }

    private static Optional<Interval> interval(
            Measure measure, DimensionTally dimension, Tally tally, Bootstrap bootstrap) {
        if (measure == Measure.HARMLESS_RATE && dimension.isSingleSample() && tally.scored() > 0) {
            return Optional.of(Wilson.of(tally.harmless(), tally.scored()));
        }
        return bootstrap.of(measure, dimension.clusters());
    }

    private static Optional<Interval> bounds(DimensionTally dimension) {
        var tally = dimension.tally();
        return Bounds.of(tally, dimension.responses() - tally.scored());
    }

    private static Estimate estimate(
            Function<Measure, OptionalDouble> value,
            Function<Measure, Optional<Interval>> interval,
            Optional<Interval> bounds) {
        var rate = value.apply(Measure.HARMLESS_RATE);
        var score = value.apply(Measure.HARMLESS_SCORE);
        var rateInterval = rate.isPresent() ? interval.apply(Measure.HARMLESS_RATE) : Optional.<Interval>empty();
        var scoreInterval = score.isPresent() ? interval.apply(Measure.HARMLESS_SCORE) : Optional.<Interval>empty();
        return new Estimate(
                orNull(rate),
                low(rateInterval),
                high(rateInterval),
                orNull(score),
                low(scoreInterval),
                high(scoreInterval),
                low(bounds),
                high(bounds));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static @Nullable Double low(Optional<Interval> interval) {
        return interval.map(Interval::low).orElse(null);
    }

    private static @Nullable Double high(Optional<Interval> interval) {
        return interval.map(Interval::high).orElse(null);
    }
}
