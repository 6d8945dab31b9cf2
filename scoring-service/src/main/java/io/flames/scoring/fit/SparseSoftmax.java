package io.flames.scoring.fit;

import io.flames.scoring.heads.LinearHead;
import java.util.List;

/** Multinomial logistic regression over sparse rows, with L2 regularisation and classes of equal weight. */
public final class SparseSoftmax {
    private final double[] weights;
    private final int classes;
    private final int width;

    /**
     * Features of one text.
     *
     * @param indexes of the features that are not 0, from 0
     * @param values of these, in the same order
     */
    public record Row(int[] indexes, float[] values) {}

    private SparseSoftmax(double[] weights, int classes, int width) {
        this.weights = weights;
        this.classes = classes;
        this.width = width;
    }

    /**
     * @param labels class of each row, from 0
     * @param width number of features
     * @param l2 strength of the penalty {@code l2 / 2 * |W|^2} beside the mean cross-entropy
     */
    public static SparseSoftmax fit(List<Row> rows, int[] labels, int classes, int width, double l2) {
        var shares = balanced(labels, classes);
        double[] fitted = Lbfgs.minimise(
                (at, gradient) -> {
                    var model = new SparseSoftmax(at, classes, width);
                    double loss = penalty(at, gradient, classes, width, l2);
                    for (int r = 0; r < labels.length; r++) {
                        loss += model.add(rows.get(r), labels[r], shares[r], gradient);
                    }
                    return loss;
                },
                classes * (width + 1),
                Lbfgs.ROUGH);
        return new SparseSoftmax(fitted, classes, width);
    }

    /** They sum to 1. */
    public double[] probabilities(Row row) {
        return LinearHead.softmax(logits(row), 1);
    }

    /** Each class weighs the same in total, all rows together 1. */
    private static double[] balanced(int[] labels, int classes) {
        var counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int seen = 0;
        for (int count : counts) {
            seen += count > 0 ? 1 : 0;
        }
        var shares = new double[labels.length];
        for (int r = 0; r < labels.length; r++) {
            shares[r] = 1.0 / counts[labels[r]] / seen;
        }
        return shares;
    }

    private static double penalty(double[] at, double[] gradient, int classes, int width, double l2) {
        double loss = 0;
        for (int c = 0; c < classes; c++) {
            int base = c * (width + 1);
            for (int i = base; i < base + width; i++) {
                loss += l2 / 2 * at[i] * at[i];
                gradient[i] = l2 * at[i];
            }
            gradient[base + width] = 0;
        }
        return loss;
    }

    private double add(Row row, int label, double share, double[] gradient) {
        double[] shares = probabilities(row);
        for (int c = 0; c < classes; c++) {
            double error = share * (shares[c] - (c == label ? 1 : 0));
            int base = c * (width + 1);
            for (int k = 0; k < row.indexes().length; k++) {
                gradient[base + row.indexes()[k]] += error * row.values()[k];
            }
            gradient[base + width] += error;
        }
        return -share * Math.log(Math.max(shares[label], 1e-300));
    }

    private double[] logits(Row row) {
        var logits = new double[classes];
        for (int c = 0; c < classes; c++) {
            int base = c * (width + 1);
            double sum = weights[base + width];
            for (int k = 0; k < row.indexes().length; k++) {
                sum += weights[base + row.indexes()[k]] * row.values()[k];
            }
            logits[c] = sum;
        }
        return logits;
    }
}
