package io.flames.scoring.fit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Multinomial logistic regressions of several tasks that have their classes in common: the weights of a class are those that
 * all tasks share plus the task's own, each with an L2 penalty (T. Evgeniou and M. Pontil, "Regularized multi-task learning",
 * KDD 2004, section 3). What one task learns about a class helps the others as far as the data bears it out. The loss is
 * strictly convex in the sums that are used, so that the same data gives the same weights.
 */
public final class SharedSoftmax {
    private final List<Task> tasks;
    private final int width;
    private final int sharedClasses;
    private final double l2;
    private final double sharing;
    private final int[] offsets;

    /**
     * One task's data.
     *
     * @param x rows of features
     * @param y class of each row, from 0
     * @param shares weight of each row; those of a task sum to 1
     * @param classes for each class of the task, which of the shared ones it is
     */
    public record Task(float[][] x, int[] y, double[] shares, int[] classes) {}

    /**
     * @param l2 strength of the penalty {@code l2 / 2 * |own weights|^2} beside each task's mean cross-entropy
     * @param sharing how freely weights are shared: the penalty of shared weights is {@code l2 / sharing / 2 * |shared|^2};
     *     0 for tasks that share nothing
     */
    public SharedSoftmax(List<Task> tasks, int sharedClasses, double l2, double sharing) {
        if (!(l2 > 0) || !(sharing >= 0)) {
            throw new IllegalArgumentException("l2 is above 0 and sharing not below, not " + l2 + " and " + sharing);
        }
        this.tasks = List.copyOf(tasks);
        this.width = tasks.get(0).x()[0].length;
        this.sharedClasses = sharedClasses;
        this.l2 = l2;
        this.sharing = sharing;
        this.offsets = new int[tasks.size()];
        int at = sharedClasses * width;
        for (int t = 0; t < offsets.length; t++) {
            offsets[t] = at;
            at += tasks.get(t).classes().length * (width + 1);
        }
    }

    /**
     * For each task a row a class: {@code width} weights, shared and own together, then the bias.
     *
     * @param tolerance such as {@link Lbfgs#EXACT}
     */
    public List<double[][]> fit(double tolerance) {
        var last = tasks.get(tasks.size() - 1);
        double[] at = Lbfgs.minimise(
                this::loss, offsets[offsets.length - 1] + last.classes().length * (width + 1), tolerance);
        return IntStream.range(0, tasks.size()).mapToObj(t -> weights(at, t)).toList();
    }

    private double[][] weights(double[] at, int t) {
        int[] classes = tasks.get(t).classes();
        var rows = new double[classes.length][];
        for (int c = 0; c < classes.length; c++) {
            int own = offsets[t] + c * (width + 1);
            rows[c] = Arrays.copyOfRange(at, own, own + width + 1);
            if (sharing > 0) {
                int shared = classes[c] * width;
                for (int i = 0; i < width; i++) {
                    rows[c][i] += at[shared + i];
                }
            }
        }
        return rows;
    }

    private double loss(double[] at, double[] gradient) {
        var parts = IntStream.range(0, tasks.size())
                .parallel()
                .mapToObj(t -> new Part(tasks.get(t), weights(at, t)))
                .toList();
        double loss = penalty(at, gradient);
        for (int t = 0; t < parts.size(); t++) {
            var part = parts.get(t);
            loss += part.loss;
            add(part, t, gradient);
        }
        return loss;
    }

    /** Sets the gradient to that of the penalty. */
    private double penalty(double[] at, double[] gradient) {
        double loss = 0;
        double shared = sharing > 0 ? l2 / sharing : 0;
        for (int i = 0; i < sharedClasses * width; i++) {
            loss += shared / 2 * at[i] * at[i];
            gradient[i] = shared * at[i];
        }
        for (int t = 0; t < offsets.length; t++) {
            for (int c = 0; c < tasks.get(t).classes().length; c++) {
                int own = offsets[t] + c * (width + 1);
                for (int i = own; i < own + width; i++) {
                    loss += l2 / 2 * at[i] * at[i];
                    gradient[i] = l2 * at[i];
                }
                gradient[own + width] = 0;
            }
        }
        return loss;
    }

    private void add(Part part, int t, double[] gradient) {
        int[] classes = tasks.get(t).classes();
        for (int c = 0; c < classes.length; c++) {
            int own = offsets[t] + c * (width + 1);
            int shared = classes[c] * width;
            for (int i = 0; i < width; i++) {
                gradient[own + i] += part.gradient[c][i];
                if (sharing > 0) {
                    gradient[shared + i] += part.gradient[c][i];
                }
            }
            gradient[own + width] += part.gradient[c][width];
        }
    }

    /** Cross-entropy of one task and its gradient by the weights that are used. */
    private static final class Part {
        private final double[][] gradient;
        private double loss;

        Part(Task task, double[][] weights) {
            int classes = weights.length;
            int width = weights[0].length - 1;
            gradient = new double[classes][width + 1];
            var logits = new double[classes];
            for (int row = 0; row < task.x().length; row++) {
                float[] x = task.x()[row];
                for (int c = 0; c < classes; c++) {
                    logits[c] = dot(weights[c], x) + weights[c][width];
                }
                double logSum = logSumExp(logits);
                double share = task.shares()[row];
                loss += share * (logSum - logits[task.y()[row]]);
                for (int c = 0; c < classes; c++) {
                    double error = share * (Math.exp(logits[c] - logSum) - (c == task.y()[row] ? 1 : 0));
                    addTo(gradient[c], error, x);
                    gradient[c][width] += error;
                }
            }
        }

        /** In four sums, which the processor adds up at the same time. */
        private static double dot(double[] weights, float[] x) {
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            int i = 0;
            for (; i + 4 <= x.length; i += 4) {
                a += weights[i] * x[i];
                b += weights[i + 1] * x[i + 1];
                c += weights[i + 2] * x[i + 2];
                d += weights[i + 3] * x[i + 3];
            }
            for (; i < x.length; i++) {
                a += weights[i] * x[i];
            }
            return a + b + c + d;
        }

        private static void addTo(double[] to, double factor, float[] x) {
            for (int i = 0; i < x.length; i++) {
                to[i] += factor * x[i];
            }
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
}
