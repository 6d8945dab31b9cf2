package io.flames.scoring.heads;

import java.util.Arrays;

/**
 * What the response's own words say: for each token, and each pair of tokens that follow each other, a weight a class. A
 * linear term beside the encoder's vectors. N-grams that are not listed count for nothing.
 *
 * @param keys of the listed n-grams, see {@link #key}, ascending
 * @param weights a row an n-gram: a number for each class of all heads, in dimension order
 */
public record Ngrams(int[] keys, float[][] weights) {
    /** Tokens of a response that are read, from its beginning. */
    public static final int LIMIT = 2048;
    /** In place of a second token: the first alone. */
    public static final int NONE = -1;

    private static final int SECOND_BITS = 16;
    private static final int TOKENS = (1 << (SECOND_BITS - 1)) - 1;

    public Ngrams {
        if (keys.length != weights.length || keys.length == 0) {
            throw new IllegalArgumentException(
                    "each n-gram has its weights, not " + keys.length + " and " + weights.length);
        }
        for (int i = 1; i < keys.length; i++) {
            if (keys[i - 1] >= keys[i]) {
                throw new IllegalArgumentException("n-grams are listed once and in their order");
            }
        }
    }

    /**
     * Listed n-grams of a response.
     *
     * @param rows which, ascending
     * @param shares of each, 1 + ln(how often it occurs), such that those of all n-grams of the response, the unlisted ones
     *     included, have length 1
     */
    public record Counts(int[] rows, float[] shares) {}

    /** @param second {@link #NONE} for one token */
    public static int key(int first, int second) {
        if (first < 0 || first > TOKENS || second < NONE || second > TOKENS) {
            throw new IllegalArgumentException("token ids are from 0 to " + TOKENS);
        }
        return first << SECOND_BITS | (second + 1);
    }

    /** Those of a response, as often as they occur, ascending. */
    public static int[] all(int[] response) {
        int n = Math.min(response.length, LIMIT);
        var all = new int[Math.max(0, 2 * n - 1)];
        for (int i = 0; i < n; i++) {
            all[2 * i] = key(response[i], NONE);
            if (i + 1 < n) {
                all[2 * i + 1] = key(response[i], response[i + 1]);
            }
        }
        Arrays.sort(all);
        return all;
    }

    /** @param response token ids without special tokens */
    public Counts of(int[] response) {
        return counts(keys, response);
    }

    /** The same by keys alone. */
    public static Counts counts(int[] keys, int[] response) {
        int[] all = all(response);
        var rows = new int[all.length];
        var values = new double[all.length];
        int known = 0;
        double square = 0;
        int to;
        for (int from = 0; from < all.length; from = to) {
            to = from + 1;
            while (to < all.length && all[to] == all[from]) {
                to++;
            }
            double value = 1 + StrictMath.log(to - from);
            square += value * value;
            int row = Arrays.binarySearch(keys, all[from]);
            if (row >= 0) {
                rows[known] = row;
                values[known++] = value;
            }
        }
        var shares = new float[known];
        for (int i = 0; i < known; i++) {
            shares[i] = (float) (values[i] / StrictMath.sqrt(square));
        }
        return new Counts(Arrays.copyOf(rows, known), shares);
    }

    /** Of all heads' classes together. */
    public int classes() {
        return weights[0].length;
    }

    /** A number for each class of all heads. */
    public double[] logits(int[] response) {
        var counts = of(response);
        var logits = new double[classes()];
        for (int i = 0; i < counts.rows.length; i++) {
            float[] row = weights[counts.rows[i]];
            for (int c = 0; c < logits.length; c++) {
                logits[c] += (double) counts.shares[i] * row[c];
            }
        }
        return logits;
    }
}
