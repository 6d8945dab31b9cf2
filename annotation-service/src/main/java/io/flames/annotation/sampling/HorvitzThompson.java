package io.flames.annotation.sampling;

import io.flames.annotation.sampling.Selection.Item;
import io.flames.annotation.sampling.Selection.Stratum;
import java.util.function.ToDoubleFunction;

/**
 * Unbiased means over a campaign's candidates from its items (Horvitz and Thompson, 1952, equation 5): the sum of
 * {@code y / probability} over the items, divided by the number of candidates, which is known.
 */
public final class HorvitzThompson {
    private HorvitzThompson() {}

    /** From all items, the targeted ones too. 0 where there are no candidates. */
    public static double mean(Selection selection, ToDoubleFunction<Item> y) {
        double sum = 0;
        for (var item : selection.items()) {
            sum += y.applyAsDouble(item) / item.inclusionProbability();
        }
        return selection.population() == 0 ? 0 : sum / selection.population();
    }

    /** From the random sample alone. 0 where there are no candidates. */
    public static double meanOfRandom(Selection selection, ToDoubleFunction<Item> y) {
        double sum = 0;
        for (var item : selection.items()) {
            if (item.stratum() == Stratum.RANDOM) {
                sum += y.applyAsDouble(item) / item.randomProbability();
            }
        }
        return selection.population() == 0 ? 0 : sum / selection.population();
    }
}
