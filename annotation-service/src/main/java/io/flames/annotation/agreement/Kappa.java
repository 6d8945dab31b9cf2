package io.flames.annotation.agreement;

import io.flames.annotation.agreement.Coefficient.Defined;
import io.flames.annotation.agreement.Coefficient.NotDefined;
import io.flames.annotation.agreement.Coefficient.Why;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Cohen's kappa of a pair of annotators over the items that both labelled: {@code 1 - sum(v o) / sum(v e)} with the
 * disagreement weights v, the observed shares o and the shares e expected from both annotators' own marginals (J. Cohen,
 * "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960; weighted: J.
 * Cohen, "Weighted kappa", Psychological Bulletin 70, 1968; J. L. Fleiss and J. Cohen, "The equivalence of weighted
 * kappa and the intraclass correlation coefficient", Educational and Psychological Measurement 33, 1973).
 *
 * <p>Not defined where both gave one and the same score to everything. Intervals: see {@link Bootstrap}; items are
 * drawn.
 */
public final class Kappa {
    private final List<Pair> pairs;
    private final long[] items;
    /** Distinct scores of both, ascending. */
    private final int[] values;

    private Kappa(List<Pair> pairs, long[] items) {
        this.pairs = pairs;
        this.items = items;
        this.values = pairs.stream()
                .flatMapToInt(pair -> IntStream.of(pair.first(), pair.second()))
                .sorted()
                .distinct()
                .toArray();
    }

    /** What the first and the second annotator gave to one item. */
    public record Pair(int first, int second) {
        private static final Comparator<Pair> ORDER =
                Comparator.comparingInt(Pair::first).thenComparingInt(Pair::second);
    }

    /** @param items a pair of scores an item */
    public static Kappa of(Collection<Pair> items) {
        var counted = new TreeMap<Pair, Long>(Pair.ORDER);
        for (var pair : items) {
            counted.merge(pair, 1L, Long::sum);
        }
        return new Kappa(
                new ArrayList<>(counted.keySet()),
                counted.values().stream().mapToLong(Long::longValue).toArray());
    }

    /** Kappa of the data, or why it has none. */
    public Coefficient value(Weights weights) {
        if (pairs.isEmpty()) {
            return new NotDefined(Why.NOTHING_PAIRED);
        }
        double kappa = kappa(weights, items);
        return Double.isNaN(kappa) ? new NotDefined(Why.NO_VARIATION) : new Defined(kappa, sum(items));
    }

    /** Kappa of the data with its interval. */
    public Estimate estimate(Weights weights, Bootstrap bootstrap) {
        Coefficient value = value(weights);
        return value instanceof Defined
                ? bootstrap.around(value, items, drawn -> kappa(weights, drawn))
                : Estimate.without(value);
    }

    /** Share of items to which both gave the same, from 0 to 1; 0 where there are none. */
    public double sameShare() {
        long same = 0;
        for (int i = 0; i < items.length; i++) {
            same += pairs.get(i).first() == pairs.get(i).second() ? items[i] : 0;
        }
        return pairs.isEmpty() ? 0 : same / (double) sum(items);
    }

    /** NaN where chance agreement is certain. */
    private double kappa(Weights weights, long[] counts) {
        var firsts = new double[values.length];
        var seconds = new double[values.length];
        double observed = 0;
        for (int i = 0; i < counts.length; i++) {
            var pair = pairs.get(i);
            firsts[indexOf(pair.first())] += counts[i];
            seconds[indexOf(pair.second())] += counts[i];
            observed += counts[i] * weights.disagreement(pair.first(), pair.second());
        }
        double expected = 0;
        for (int a = 0; a < values.length; a++) {
            for (int b = 0; b < values.length; b++) {
                expected += firsts[a] * seconds[b] * weights.disagreement(values[a], values[b]);
            }
        }
        return expected == 0 ? Double.NaN : 1 - sum(counts) * observed / expected;
    }

    private int indexOf(int value) {
        return Arrays.binarySearch(values, value);
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
