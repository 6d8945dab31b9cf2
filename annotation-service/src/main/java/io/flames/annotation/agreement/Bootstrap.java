package io.flames.annotation.agreement;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap over items (B. Efron and R. J. Tibshirani, "An introduction to the bootstrap", 1993, chapter 13),
 * 95 %, seeded: the same counts and seed give the same interval on every machine.
 *
 * <p>A resample in which all labels are alike has no coefficient and is left out; when more than {@link #LOST} of them
 * are, what is left would describe other data, and there is no interval. Where all items agree the interval has no
 * width: a bootstrap knows only what was seen.
 *
 * @param resamples at least 200, at most 100,000
 */
public record Bootstrap(int resamples, long seed) {
    /** Largest share of resamples without a coefficient that an interval bears. */
    public static final double LOST = 0.05;

    private static final double TAIL = 0.025;

    public Bootstrap {
        if (resamples < 200 || resamples > 100_000) {
            throw new IllegalArgumentException("from 200 to 100000 resamples give an interval, not " + resamples);
        }
    }

    /**
     * @param items how many items there are of each kind
     * @param coefficient of the counts of one resample; NaN where it has none
     */
    Estimate around(Coefficient value, long[] items, ToDoubleFunction<long[]> coefficient) {
        int[] kindOfItem = kindOfItem(items);
        var random = new SplittableRandom(seed);
        var values = new double[resamples];
        int defined = 0;
        for (int i = 0; i < resamples; i++) {
            double resampled = coefficient.applyAsDouble(draw(kindOfItem, items.length, random));
            if (!Double.isNaN(resampled)) {
                values[defined++] = resampled;
            }
        }
        if (defined < resamples * (1 - LOST)) {
            return Estimate.without(value);
        }
        var distribution = Distribution.of(Arrays.copyOf(values, defined));
        var interval = new Interval(distribution.quantile(TAIL), distribution.quantile(1 - TAIL));
        return new Estimate(value, Optional.of(interval), distribution);
    }

    private static long[] draw(int[] kindOfItem, int kinds, SplittableRandom random) {
        var counts = new long[kinds];
        for (int i = 0; i < kindOfItem.length; i++) {
            counts[kindOfItem[random.nextInt(kindOfItem.length)]]++;
        }
        return counts;
    }

    private static int[] kindOfItem(long[] items) {
        long total = 0;
        for (long count : items) {
            total += count;
        }
        var kindOfItem = new int[Math.toIntExact(total)];
        int at = 0;
        for (int kind = 0; kind < items.length; kind++) {
            for (long i = items[kind]; i > 0; i--) {
                kindOfItem[at++] = kind;
            }
        }
        return kindOfItem;
    }
}
