package io.flames.annotation.agreement;

import io.flames.annotation.agreement.Coefficient.Defined;
import io.flames.annotation.agreement.Coefficient.NotDefined;
import io.flames.annotation.agreement.Coefficient.Why;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

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

    private Kappa(List<Pair> pairs, long[] items) {
        this.pairs = pairs;
        this.items = items;
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
        var firsts = new TreeMap<Integer, Long>();
        var seconds = new TreeMap<Integer, Long>();
        double observed = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                var pair = pairs.get(i);
                firsts.merge(pair.first(), counts[i], Long::sum);
                seconds.merge(pair.second(), counts[i], Long::sum);
                observed += counts[i] * weights.disagreement(pair.first(), pair.second());
            }
        }
        double expected = 0;
        for (var first : firsts.entrySet()) {
            for (var second : seconds.entrySet()) {
                expected += (double) first.getValue()
                        * second.getValue()
                        * weights.disagreement(first.getKey(), second.getKey());
            }
        }
        return expected == 0 ? Double.NaN : 1 - sum(counts) * observed / expected;
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
