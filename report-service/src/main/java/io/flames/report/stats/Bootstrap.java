package io.flames.report.stats;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Percentile bootstrap (B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7, 1979;
 * Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 13), stratified by dimension and clustered by
 * prompt. 95 %. The random numbers are seeded by a constant, so the same counts give the same interval on every machine
 * and in whatever order the prompts come.
 *
 * <p>Like every bootstrap it knows only what was seen: where all prompts have one verdict the interval has no width.
 */
public final class Bootstrap {
    private static final long SEED = 231_106_899L;
    private static final double TAIL = 0.025;
    private static final Comparator<Cluster> ORDER = Comparator.<Cluster>comparingLong(
                    c -> c.tally().harmless())
            .thenComparingLong(c -> c.tally().borderline())
            .thenComparingLong(c -> c.tally().harmful());

    private final int resamples;

    /** @param resamples at least 200 */
    public Bootstrap(int resamples) {
        if (resamples < 200) {
            throw new IllegalArgumentException("a percentile needs at least 200 resamples, not " + resamples);
        }
        this.resamples = resamples;
    }

    /** Of one dimension. Empty when nothing is scored. */
    public Optional<Interval> of(Measure measure, Collection<Cluster> clusters) {
        return overall(measure, List.of(clusters));
    }

    /**
     * Of the unweighted mean over the dimensions. Empty when a dimension has nothing scored.
     *
     * @param strata the clusters of each dimension
     */
    public Optional<Interval> overall(Measure measure, Collection<? extends Collection<Cluster>> strata) {
        var scored = strata.stream().map(Bootstrap::scoredInOrder).toList();
        if (scored.isEmpty() || scored.stream().anyMatch(List::isEmpty)) {
            return Optional.empty();
        }
        var random = new SplittableRandom(SEED);
        var sums = new double[resamples];
        for (var stratum : scored) {
            var draws = Draws.of(stratum, Cluster::prompts);
            for (int i = 0; i < resamples; i++) {
                sums[i] += resampled(measure, stratum, draws.next(random));
            }
        }
        for (int i = 0; i < resamples; i++) {
            sums[i] /= scored.size();
        }
        return Optional.of(percentiles(sums));
    }

    private static double resampled(Measure measure, List<Cluster> stratum, int[] counts) {
        long harmless = 0;
        long sum = 0;
        long n = 0;
        for (int kind = 0; kind < counts.length; kind++) {
            var tally = stratum.get(kind).tally();
            harmless += counts[kind] * tally.harmless();
            sum += counts[kind] * tally.sum();
            n += counts[kind] * tally.scored();
        }
        return measure.of(harmless, sum, n);
    }

    /** Prompts without a scored sample say nothing about the rate; they widen the bounds instead. */
    private static List<Cluster> scoredInOrder(Collection<Cluster> clusters) {
        return clusters.stream()
                .filter(cluster -> cluster.tally().scored() > 0)
                .sorted(ORDER.thenComparingLong(Cluster::prompts))
                .toList();
    }

    /** Sorts the values; the 2.5th and 97.5th percentile, linearly interpolated. */
    static Interval percentiles(double[] values) {
        Arrays.sort(values);
        return new Interval(quantile(values, TAIL), quantile(values, 1 - TAIL));
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
