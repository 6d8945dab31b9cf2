package io.flames.scoring.train;

import io.flames.scoring.fit.Lbfgs;
import java.util.Arrays;

/**
 * Multinomial logistic regression with L2 regularisation by L-BFGS. The loss is strictly convex, so that the same data
 * gives the same weights whatever the start, and the run is deterministic.
 */
final class SoftmaxRegression {
    private final float[][] x;
    private final int[] y;
    private final double[] sampleWeights;
    private final int classes;
    private final int width;
    private final double l2;

    /**
     * @param x rows of features
     * @param y class of each row, from 0
     * @param sampleWeights weight of each row
     * @param l2 strength of the penalty {@code l2 / 2 * |W|^2}; biases are not penalised
     */
    SoftmaxRegression(float[][] x, int[] y, double[] sampleWeights, int classes, double l2) {
        this.x = x;
        this.y = y;
        this.sampleWeights = sampleWeights;
        this.classes = classes;
        this.width = x[0].length;
        this.l2 = l2;
    }

    /** A row a class: {@code width} weights, then the bias. */
    double[][] fit() {
        double[] at = Lbfgs.minimise(this::loss, classes * (width + 1), Lbfgs.EXACT);
        var rows = new double[classes][];
        for (int c = 0; c < classes; c++) {
            rows[c] = Arrays.copyOfRange(at, c * (width + 1), (c + 1) * (width + 1));
        }
        return rows;
    }

    /** Weighted mean cross-entropy with penalty; its gradient goes into {@code gradient}. */
    private double loss(double[] at, double[] gradient) {
        Arrays.fill(gradient, 0);
        double total = Arrays.stream(sampleWeights).sum();
        double loss = 0;
        var logits = new double[classes];
        for (int row = 0; row < x.length; row++) {
            for (int c = 0; c < classes; c++) {
                logits[c] = logit(at, c, x[row]);
            }
            double logSum = logSumExp(logits);
            double share = sampleWeights[row] / total;
            loss += share * (logSum - logits[y[row]]);
            for (int c = 0; c < classes; c++) {
                double error = share * (Math.exp(logits[c] - logSum) - (c == y[row] ? 1 : 0));
                int base = c * (width + 1);
                for (int k = 0; k < width; k++) {
                    gradient[base + k] += error * x[row][k];
                }
                gradient[base + width] += error;
            }
        }
        for (int i = 0; i < at.length; i++) {
            if (i % (width + 1) != width) {
                loss += l2 / 2 * at[i] * at[i];
                gradient[i] += l2 * at[i];
            }
        }
        return loss;
    }

    private double logit(double[] at, int c, float[] row) {
        int base = c * (width + 1);
        double sum = at[base + width];
        for (int k = 0; k < width; k++) {
            sum += at[base + k] * row[k];
        }
        return sum;
    }

    private static double logSumExp(double[] values) {
        double max = Arrays.stream(values).max().orElseThrow();
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - max);
        }
        return max + Math.log(sum);
    }
}
