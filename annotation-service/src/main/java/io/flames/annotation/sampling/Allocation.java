package io.flames.annotation.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * Proportional allocation of a sample to cells (W. G. Cochran, "Sampling techniques", 3rd edition 1977, section 5.5), by
 * largest remainder, with at least one item a cell, so that no candidate has probability 0.
 */
final class Allocation {
    private Allocation() {}

    /**
     * @param populations each at least 1
     * @param size at least the number of cells, at most the sum of the populations
     * @return a size for each cell, from 1 to its population; they sum to size
     */
    static List<Integer> proportional(List<Integer> populations, int size) {
        long total = populations.stream().mapToLong(Integer::intValue).sum();
        if (size < populations.size() || size > total) {
            throw new IllegalArgumentException(size + " items can't be shared out to " + populations.size()
                    + " cells with " + total + " candidates");
        }
        var ideal = new double[populations.size()];
        var taken = new int[populations.size()];
        int sum = 0;
        for (int i = 0; i < taken.length; i++) {
            ideal[i] = (double) size * populations.get(i) / total;
            taken[i] = Math.max(1, (int) Math.floor(ideal[i]));
            sum += taken[i];
        }
        for (; sum < size; sum++) {
            taken[furthest(ideal, taken, populations, 1)]++;
        }
        for (; sum > size; sum--) {
            taken[furthest(ideal, taken, populations, -1)]--;
        }
        var sizes = new ArrayList<Integer>();
        for (int cellSize : taken) {
            sizes.add(cellSize);
        }
        return sizes;
    }

    /** The cell that is furthest from its ideal among those that a step leaves within bounds; the first of equals. */
    private static int furthest(double[] ideal, int[] taken, List<Integer> populations, int step) {
        int best = -1;
        for (int i = 0; i < taken.length; i++) {
            int after = taken[i] + step;
            boolean within = after >= 1 && after <= populations.get(i);
            if (within && (best < 0 || step * (ideal[i] - taken[i]) > step * (ideal[best] - taken[best]))) {
                best = i;
            }
        }
        return best;
    }
}
