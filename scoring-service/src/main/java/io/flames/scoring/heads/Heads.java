package io.flames.scoring.heads;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;

/**
 * The five heads in dimension order, with 3, 3, 3, 2 and 2 classes. Class i of a head stands for the i-th score of its
 * dimension, highest first.
 *
 * @param features what they read
 */
public record Heads(Features features, List<LinearHead> heads) {
    public Heads {
        heads = List.copyOf(heads);
        if (heads.size() != Dimensions.ALL.size()) {
            throw new IllegalArgumentException("five heads, one a dimension, not " + heads.size());
        }
        for (Dimension dimension : Dimensions.ALL) {
            check(dimension, heads.get(index(dimension)), features);
        }
    }

    private static void check(Dimension dimension, LinearHead head, Features features) {
        int classes = Dimensions.scoresOf(dimension).size();
        if (head.classes() != classes) {
            throw new IllegalArgumentException("the head of " + Dimensions.nameOf(dimension) + " has " + head.classes()
                    + " classes, expected " + classes);
        }
        for (float[] row : head.weights()) {
            if (row.length != features.width()) {
                throw new IllegalArgumentException("the head of " + Dimensions.nameOf(dimension) + " reads "
                        + row.length + " numbers, expected " + features.width() + " of " + features);
            }
        }
    }

    public LinearHead of(Dimension dimension) {
        return heads.get(index(dimension));
    }

    /** Of all heads together. */
    public int classes() {
        return heads.stream().mapToInt(LinearHead::classes).sum();
    }

    /**
     * Those of one head among those of all.
     *
     * @param logits of all heads in dimension order
     */
    public double[] logits(Dimension dimension, float[] logits) {
        int from = 0;
        for (int i = 0; i < index(dimension); i++) {
            from += heads.get(i).classes();
        }
        var own = new double[of(dimension).classes()];
        for (int c = 0; c < own.length; c++) {
            own[c] = logits[from + c];
        }
        return own;
    }

    public static int index(Dimension dimension) {
        return Dimensions.ALL.indexOf(dimension);
    }
}
