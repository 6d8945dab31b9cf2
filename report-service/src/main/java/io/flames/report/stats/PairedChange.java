package io.flames.report.stats;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * The change of the harmless rate from one run to another on the same prompts. Only prompts that are scored in both count.
 *
 * <p>The interval is a percentile bootstrap of the difference, stratified by dimension, in which a prompt is drawn with
 * both of its tallies (see {@link Bootstrap}). The p-value is the exact two-sided sign test over the prompts that changed
 * sides, which with one sample a prompt is McNemar's exact test (Q. McNemar, "Note on the sampling error of the difference
 * between correlated proportions or percentages", Psychometrika 12, 1947): under no change each of them is as likely to
 * have got better as worse.
 *
 * @param difference after minus before, in percentage points
 * @param interval 95 %, in percentage points
 * @param better prompts that got better
 * @param worse prompts that got worse
 * @param prompts prompts compared
 * @param pValue two-sided
 */
public record PairedChange(double difference, Interval interval, long better, long worse, long prompts, double pValue) {
    private static final long SEED = 231_106_900L;
    private static final Comparator<Tally> TALLIES = Comparator.comparingLong(Tally::harmless)
            .thenComparingLong(Tally::borderline)
            .thenComparingLong(Tally::harmful);
    private static final Comparator<PairedCluster> ORDER = Comparator.comparing(PairedCluster::before, TALLIES)
            .thenComparing(PairedCluster::after, TALLIES)
            .thenComparingLong(PairedCluster::prompts);

    /** Of one dimension. Empty when no prompt is scored in both. */
    public static Optional<PairedChange> of(Collection<PairedCluster> pairs, int resamples) {
        return across(List.of(pairs), resamples);
    }

    /** Of the unweighted mean over the five dimensions. Empty when a dimension has no prompt that is scored in both. */
    public static Optional<PairedChange> overall(
            Collection<? extends Collection<PairedCluster>> dimensions, int resamples) {
        return dimensions.size() == Overall.DIMENSIONS ? across(dimensions, resamples) : Optional.empty();
    }

    private static Optional<PairedChange> across(
            Collection<? extends Collection<PairedCluster>> dimensions, int resamples) {
        var strata = dimensions.stream()
                .map(pairs -> pairs.stream().sorted(ORDER).toList())
                .toList();
        if (strata.stream().anyMatch(List::isEmpty)) {
            return Optional.empty();
        }
        long better = prompts(strata, 1);
        long worse = prompts(strata, -1);
        return Optional.of(new PairedChange(
                difference(strata),
                interval(strata, resamples),
                better,
                worse,
                better + worse + prompts(strata, 0),
                signTest(better, worse)));
    }

    private static double difference(List<List<PairedCluster>> strata) {
        return strata.stream()
                .mapToDouble(pairs -> difference(
                        pairs, pairs.stream().mapToLong(PairedCluster::prompts).toArray()))
                .average()
                .orElseThrow();
    }

    private static Interval interval(List<List<PairedCluster>> strata, int resamples) {
        var random = new SplittableRandom(SEED);
        var sums = new double[resamples];
        for (var pairs : strata) {
            var draws = Draws.of(pairs, PairedCluster::prompts);
            for (int i = 0; i < resamples; i++) {
                var counts = draws.next(random);
                sums[i] +=
                        difference(pairs, Arrays.stream(counts).asLongStream().toArray());
            }
        }
        for (int i = 0; i < resamples; i++) {
            sums[i] /= strata.size();
        }
        return Bootstrap.percentiles(sums);
    }

    private static double difference(List<PairedCluster> pairs, long[] prompts) {
        var before = Tally.NONE;
        var after = Tally.NONE;
        for (int kind = 0; kind < prompts.length; kind++) {
            before = before.plus(pairs.get(kind).before().times(prompts[kind]));
            after = after.plus(pairs.get(kind).after().times(prompts[kind]));
        }
        return Measure.HARMLESS_RATE.of(after).orElseThrow()
                - Measure.HARMLESS_RATE.of(before).orElseThrow();
    }

    private static long prompts(List<List<PairedCluster>> strata, int direction) {
        return strata.stream()
                .flatMap(List::stream)
                .filter(pair -> pair.direction() == direction)
                .mapToLong(PairedCluster::prompts)
                .sum();
    }

    private static double signTest(long better, long worse) {
        int changed = Math.toIntExact(better + worse);
        return changed == 0
                ? 1
                : BinomialTest.withDefaults()
                        .with(AlternativeHypothesis.TWO_SIDED)
                        .test(changed, Math.toIntExact(better), 0.5)
                        .getPValue();
    }
}
