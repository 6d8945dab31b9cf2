package io.flames.annotation.agreement;

import io.flames.annotation.agreement.Coefficient.Defined;
import io.flames.annotation.agreement.Coefficient.NotDefined;
import io.flames.annotation.agreement.Coefficient.Why;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Krippendorff's alpha: {@code 1 - D_o / D_e} over the coincidence matrix of all pairs of labels within items (K.
 * Krippendorff, "Computing Krippendorff's alpha-reliability", 2011, section C). Any number of annotators, and any of
 * them may have left out items. An item with m labels gives each of its {@code m(m-1)} ordered pairs the weight
 * {@code 1/(m-1)}; an item with fewer than two labels pairs nothing and is left out.
 *
 * <p>The interval is a percentile bootstrap that draws whole items with replacement, as A. Zapf et al., "Measuring
 * inter-rater reliability for nominal data - which coefficients and confidence intervals are appropriate?", BMC Medical
 * Research Methodology 16:93 (2016), do. A. F. Hayes and K. Krippendorff, "Answering the call for a standard reliability
 * measure for coding data", Communication Methods and Measures 1 (2007), draw pairs instead and hold the expected
 * disagreement fixed; labels of one item are not independent, so items are drawn here and both disagreements are
 * computed again. Alpha of the data is theirs in either case.
 */
public final class Alpha {
    private final int[] values;
    /** Distinct multisets of labels, as counts of each value. */
    private final List<int[]> kinds;
    /** How many items have each. */
    private final long[] items;

    private Alpha(int[] values, List<int[]> kinds, long[] items) {
        this.values = values;
        this.kinds = kinds;
        this.items = items;
    }

    /**
     * @param units the labels of each item, in any order; an item may have none or one
     */
    public static Alpha of(Collection<? extends Collection<Integer>> units) {
        var paired = units.stream().filter(unit -> unit.size() >= 2).toList();
        int[] values = paired.stream()
                .flatMap(Collection::stream)
                .mapToInt(Integer::intValue)
                .sorted()
                .distinct()
                .toArray();
        var counted = new TreeMap<List<Integer>, Long>(Alpha::compare);
        for (var unit : paired) {
            counted.merge(unit.stream().sorted().toList(), 1L, Long::sum);
        }
        var kinds = new ArrayList<int[]>();
        for (var kind : counted.keySet()) {
            kinds.add(counts(kind, values));
        }
        return new Alpha(
                values,
                kinds,
                counted.values().stream().mapToLong(Long::longValue).toArray());
    }

    /** Items with at least two labels. */
    public long pairedItems() {
        long sum = 0;
        for (long count : items) {
            sum += count;
        }
        return sum;
    }

    /** Alpha of the data, or why it has none. */
    public Coefficient value(Metric metric) {
        if (kinds.isEmpty()) {
            return new NotDefined(Why.NOTHING_PAIRED);
        }
        double alpha = alpha(metric, items);
        return Double.isNaN(alpha) ? new NotDefined(Why.NO_VARIATION) : new Defined(alpha, pairedItems());
    }

    /** Alpha of the data with its interval; the same data and seed give the same, in whatever order they come. */
    public Estimate estimate(Metric metric, Bootstrap bootstrap) {
        Coefficient value = value(metric);
        return value instanceof Defined
                ? bootstrap.around(value, items, drawn -> alpha(metric, drawn))
                : Estimate.without(value);
    }

    /** NaN where the labels don't vary. */
    private double alpha(Metric metric, long[] itemsOfKind) {
        int size = values.length;
        var coincidences = new double[size][size];
        for (int kind = 0; kind < itemsOfKind.length; kind++) {
            if (itemsOfKind[kind] > 0) {
                add(coincidences, kinds.get(kind), itemsOfKind[kind]);
            }
        }
        var marginals = new double[size];
        double n = 0;
        for (int c = 0; c < size; c++) {
            for (int k = 0; k < size; k++) {
                marginals[c] += coincidences[c][k];
            }
            n += marginals[c];
        }
        double observed = 0;
        double expected = 0;
        for (int c = 0; c < size; c++) {
            for (int k = c + 1; k < size; k++) {
                double difference = metric.difference(c, k, values, marginals);
                observed += coincidences[c][k] * difference;
                expected += marginals[c] * marginals[k] * difference;
            }
        }
        return expected == 0 ? Double.NaN : 1 - (n - 1) * observed / expected;
    }

    private static void add(double[][] coincidences, int[] counts, long times) {
        int labels = 0;
        for (int count : counts) {
            labels += count;
        }
        for (int c = 0; c < counts.length; c++) {
            for (int k = 0; k < counts.length; k++) {
                double pairs = (double) counts[c] * (c == k ? counts[k] - 1 : counts[k]);
                coincidences[c][k] += times * pairs / (labels - 1);
            }
        }
    }

    private static int[] counts(List<Integer> labels, int[] values) {
        var counts = new int[values.length];
        for (int label : labels) {
            counts[Arrays.binarySearch(values, label)]++;
        }
        return counts;
    }

    private static int compare(List<Integer> a, List<Integer> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = Integer.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
