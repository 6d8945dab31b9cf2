package io.flames.scoring.heads;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.List;
import java.util.Optional;

/**
 * The five heads in dimension order, with 3, 3, 3, 2 and 2 classes. Class i of a head stands for the i-th score of its
 * dimension, highest first.
 *
 * @param features what they read
 * @param ngrams what they read of the response's words beside that; empty: nothing
 */
public record Heads(Features features, List<LinearHead> heads, Optional<Ngrams> ngrams) {
    /** Heads that read the encoder's vectors only. */
    public Heads(Features features, List<LinearHead> heads) {
        this(features, heads, Optional.empty());
    }

    public Heads {
        heads = List.copyOf(heads);
        if (heads.size() != Dimensions.ALL.size()) {
            throw new IllegalArgumentException("five heads, one a dimension, not " + heads.size());
        }
        for (Dimension dimension : Dimensions.ALL) {
            check(dimension, heads.get(index(dimension)), features);
        }
        int all = heads.stream().mapToInt(LinearHead::classes).sum();
        ngrams.ifPresent(listed -> {
            for (float[] row : listed.weights()) {
                if (row.length != all) {
                    throw new IllegalArgumentException(
                            "an n-gram has " + row.length + " weights, expected one for each of " + all + " classes");
                }
            }
        });
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
     * One number a class, before the temperature.
     *
     * @param vectors that {@link #features} names
     * @param response token ids without special tokens
     */
    public double[] logits(Dimension dimension, float[] vectors, int[] response) {
        double[] logits = of(dimension).logits(vectors);
        ngrams.ifPresent(listed -> {
            double[] all = listed.logits(response);
            int from = first(dimension);
            for (int c = 0; c < logits.length; c++) {
                logits[c] += all[from + c];
            }
        });
        return logits;
    }

    /**
     * Those of one head among those of all.
     *
     * @param logits of all heads in dimension order
     */
    public double[] logits(Dimension dimension, float[] logits) {
        int from = first(dimension);
        var own = new double[of(dimension).classes()];
        for (int c = 0; c < own.length; c++) {
            own[c] = logits[from + c];
        }
        return own;
    }

    /** Place of the head's first class among the classes of all. */
    private int first(Dimension dimension) {
        return heads.stream()
                .limit(index(dimension))
                .mapToInt(LinearHead::classes)
                .sum();
    }

    public static int index(Dimension dimension) {
        return Dimensions.ALL.indexOf(dimension);
    }
}
