package io.flames.scoring.lane;

import java.util.Arrays;
import java.util.List;

/**
 * What a batch costs, as measured on this machine ({@code flames scorer calibrate}): the time of one inference on one
 * worker while the others work too.
 */
public final class CostProfile {
    /** Each input alone: an int8 graph, whose numbers depend on batch-mates, or a scorer that does not pad. */
    public static final CostProfile ALONE = new CostProfile(List.of(), 1, Integer.MAX_VALUE);

    private final List<Cost> grid;
    private final int largestBatch;
    private final int tokenBudget;
    private final int[] batches;
    private final int[] lengths;
    private final double[][] micros;

    /**
     * @param grid measured costs, each batch size at each length; empty where inputs are never batched
     * @param largestBatch most inputs of a batch; 1: each input alone
     * @param tokenBudget most padded tokens (inputs times the longest) of a batch; a single input may have more
     */
    public CostProfile(List<Cost> grid, int largestBatch, int tokenBudget) {
        if (largestBatch < 1 || tokenBudget < 1) {
            throw new IllegalArgumentException("largest batch and token budget are at least 1");
        }
        if (largestBatch > 1 && grid.isEmpty()) {
            throw new IllegalArgumentException("batches need measured costs");
        }
        this.grid = List.copyOf(grid);
        this.largestBatch = largestBatch;
        this.tokenBudget = tokenBudget;
        this.batches = grid.stream().mapToInt(Cost::batch).distinct().sorted().toArray();
        this.lengths = grid.stream().mapToInt(Cost::tokens).distinct().sorted().toArray();
        this.micros = new double[batches.length][lengths.length];
        grid.forEach(cost ->
                micros[Arrays.binarySearch(batches, cost.batch())][Arrays.binarySearch(lengths, cost.tokens())] =
                        cost.micros());
        if (Arrays.stream(micros).flatMapToDouble(Arrays::stream).anyMatch(time -> time == 0)) {
            throw new IllegalArgumentException("each batch size is measured at each length");
        }
    }

    public List<Cost> grid() {
        return grid;
    }

    public int largestBatch() {
        return largestBatch;
    }

    public int tokenBudget() {
        return tokenBudget;
    }

    /**
     * Linear between what was measured; beyond it in proportion to inputs and tokens, below it as the smallest.
     *
     * @param batch inputs
     * @param tokens length that all are padded to
     * @return microseconds; without measurements the padded tokens
     */
    public double micros(int batch, int tokens) {
        if (batches.length == 0) {
            return (double) batch * tokens;
        }
        var atLength = new double[batches.length];
        for (int b = 0; b < batches.length; b++) {
            atLength[b] = between(lengths, micros[b], tokens);
        }
        return between(batches, atLength, batch);
    }

    private static double between(int[] points, double[] values, int at) {
        int found = Arrays.binarySearch(points, at);
        if (found >= 0) {
            return values[found];
        }
        int above = -found - 1;
        if (above == 0) {
            return values[0];
        }
        if (above == points.length) {
            return values[above - 1] * at / points[above - 1];
        }
        double share = (double) (at - points[above - 1]) / (points[above] - points[above - 1]);
        return values[above - 1] + share * (values[above] - values[above - 1]);
    }

    /**
     * @param batch inputs
     * @param tokens length that all are padded to
     * @param micros median time of one inference in microseconds
     */
    public record Cost(int batch, int tokens, double micros) {
        public Cost {
            if (batch < 1 || tokens < 1 || !(micros > 0)) {
                throw new IllegalArgumentException(
                        "a cost is of 1 or more inputs and tokens, and above 0 microseconds");
            }
        }
    }
}
