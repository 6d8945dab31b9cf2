package io.flames.scoring.train;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Multinomial logistic regression with L2 regularisation by L-BFGS (Nocedal and Wright, Numerical Optimization,
 * algorithm 7.5). The loss is strictly convex, so that the same data gives the same weights whatever the start, and the
 * run is deterministic.
 */
final class SoftmaxRegression {
    private static final int HISTORY = 10;
    private static final int ITERATIONS = 300;
    private static final double GRADIENT_TOLERANCE = 1e-6;
    private static final double ARMIJO = 1e-4;

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
        var at = new double[classes * (width + 1)];
        var gradient = new double[at.length];
        double loss = loss(at, gradient);
        var history = new ArrayDeque<Step>();
        for (int i = 0; i < ITERATIONS && norm(gradient) > GRADIENT_TOLERANCE; i++) {
            double[] direction = direction(gradient, history);
            double slope = dot(direction, gradient);
            double size = history.isEmpty() ? 1 / Math.max(1, norm(gradient)) : 1;
            var next = new double[at.length];
            var nextGradient = new double[at.length];
            double nextLoss = Double.POSITIVE_INFINITY;
            for (int halving = 0; halving < 30; halving++, size /= 2) {
                for (int k = 0; k < at.length; k++) {
                    next[k] = at[k] + size * direction[k];
                }
                nextLoss = loss(next, nextGradient);
                if (nextLoss <= loss + ARMIJO * size * slope) {
                    break;
                }
            }
            if (!(nextLoss < loss)) {
                break;
            }
            remember(history, minus(next, at), minus(nextGradient, gradient));
            at = next;
            gradient = nextGradient;
            loss = nextLoss;
        }
        var rows = new double[classes][];
        for (int c = 0; c < classes; c++) {
            rows[c] = Arrays.copyOfRange(at, c * (width + 1), (c + 1) * (width + 1));
        }
        return rows;
    }

    private static void remember(ArrayDeque<Step> history, double[] moved, double[] bent) {
        double curvature = dot(moved, bent);
        if (curvature > 1e-12) {
            history.addLast(new Step(moved, bent, 1 / curvature));
            if (history.size() > HISTORY) {
                history.removeFirst();
            }
        }
    }

    /** The two-loop recursion. */
    private static double[] direction(double[] gradient, ArrayDeque<Step> history) {
        var q = gradient.clone();
        var alphas = new ArrayDeque<Double>();
        history.descendingIterator().forEachRemaining(step -> {
            double alpha = step.rho * dot(step.moved, q);
            alphas.addFirst(alpha);
            add(q, -alpha, step.bent);
        });
        if (!history.isEmpty()) {
            var last = history.getLast();
            double scale = 1 / (last.rho * dot(last.bent, last.bent));
            for (int i = 0; i < q.length; i++) {
                q[i] *= scale;
            }
        }
        for (Step step : history) {
            add(q, alphas.removeFirst() - step.rho * dot(step.bent, q), step.moved);
        }
        for (int i = 0; i < q.length; i++) {
            q[i] = -q[i];
        }
        return q;
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

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double[] minus(double[] a, double[] b) {
        var difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private static void add(double[] to, double factor, double[] values) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * values[i];
        }
    }

    private record Step(double[] moved, double[] bent, double rho) {}
}
