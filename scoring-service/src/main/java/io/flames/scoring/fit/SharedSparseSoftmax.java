package io.flames.scoring.fit;

import io.flames.scoring.fit.SparseSoftmax.Row;
import java.util.List;
import java.util.stream.IntStream;

/** {@link SharedSoftmax} over sparse rows: the same loss, with the features of a row that are not 0. */
public final class SharedSparseSoftmax {
    private final List<Task> tasks;
    private final int width;
    private final int sharedClasses;
    private final double l2;
    private final double sharing;
    private final int[] offsets;
    private final int size;

    /**
     * One task's data.
     *
     * @param y class of each row, from 0
     * @param shares weight of each row; those of a task sum to 1
     * @param classes for each class of the task, which of the shared ones it is
     */
    public record Task(List<Row> rows, int[] y, double[] shares, int[] classes) {}

    /**
     * @param width number of features
     * @param l2 see {@link SharedSoftmax}
     * @param sharing likewise, above 0
     */
    public SharedSparseSoftmax(List<Task> tasks, int width, int sharedClasses, double l2, double sharing) {
        this.tasks = List.copyOf(tasks);
        this.width = width;
        this.sharedClasses = sharedClasses;
        this.l2 = l2;
        this.sharing = sharing;
        this.offsets = new int[tasks.size()];
        int at = sharedClasses * width;
        for (int t = 0; t < offsets.length; t++) {
            offsets[t] = at;
            at += tasks.get(t).classes().length * (width + 1);
        }
        size = at;
    }

    /**
     * For each task {@code width} rows of a weight a class, one feature after the other, shared and own together; then a bias a
     * class.
     *
     * @param tolerance such as {@link Lbfgs#EXACT}
     */
    public List<double[]> fit(double tolerance) {
        double[] at = Lbfgs.minimise(this::loss, size, tolerance);
        return IntStream.range(0, tasks.size()).mapToObj(t -> weights(at, t)).toList();
    }

    private double[] weights(double[] at, int t) {
        int[] classes = tasks.get(t).classes();
        var weights = new double[classes.length * (width + 1)];
        System.arraycopy(at, offsets[t], weights, 0, weights.length);
        for (int i = 0; i < width; i++) {
            for (int c = 0; c < classes.length; c++) {
                weights[i * classes.length + c] += at[i * sharedClasses + classes[c]];
            }
        }
        return weights;
    }

    private double loss(double[] at, double[] gradient) {
        var parts = IntStream.range(0, tasks.size())
                .parallel()
                .mapToObj(t -> new Part(tasks.get(t), weights(at, t), width))
                .toList();
        double loss = penalty(at, gradient);
        for (int t = 0; t < parts.size(); t++) {
            loss += parts.get(t).loss;
            add(parts.get(t).gradient, t, gradient);
        }
        return loss;
    }

    /** Sets the gradient to that of the penalty; biases have none. */
    private double penalty(double[] at, double[] gradient) {
        double loss = penalty(at, gradient, 0, sharedClasses * width, l2 / sharing);
        for (int t = 0; t < offsets.length; t++) {
            int classes = tasks.get(t).classes().length;
            loss += penalty(at, gradient, offsets[t], offsets[t] + classes * width, l2);
            penalty(at, gradient, offsets[t] + classes * width, offsets[t] + classes * (width + 1), 0);
        }
        return loss;
    }

    private static double penalty(double[] at, double[] gradient, int from, int to, double strength) {
        double square = 0;
        for (int i = from; i < to; i++) {
            square += at[i] * at[i];
            gradient[i] = strength * at[i];
        }
        return strength / 2 * square;
    }

    private void add(double[] own, int t, double[] gradient) {
        int[] classes = tasks.get(t).classes();
        for (int i = 0; i < own.length; i++) {
            gradient[offsets[t] + i] += own[i];
        }
        for (int i = 0; i < width; i++) {
            for (int c = 0; c < classes.length; c++) {
                gradient[i * sharedClasses + classes[c]] += own[i * classes.length + c];
            }
        }
    }

    /** Cross-entropy of one task and its gradient by the weights that are used. */
    private static final class Part {
        private final double[] gradient;
        private double loss;

        Part(Task task, double[] weights, int width) {
            int classes = task.classes().length;
            gradient = new double[weights.length];
            var logits = new double[classes];
            for (int r = 0; r < task.y().length; r++) {
                var row = task.rows().get(r);
                System.arraycopy(weights, width * classes, logits, 0, classes);
                addTo(logits, row, weights);
                double logSum = logSumExp(logits);
                loss += task.shares()[r] * (logSum - logits[task.y()[r]]);
                for (int c = 0; c < classes; c++) {
                    logits[c] = task.shares()[r] * (Math.exp(logits[c] - logSum) - (c == task.y()[r] ? 1 : 0));
                    gradient[width * classes + c] += logits[c];
                }
                addErrors(row, logits);
            }
        }

        private static void addTo(double[] logits, Row row, double[] weights) {
            for (int k = 0; k < row.indexes().length; k++) {
                int from = row.indexes()[k] * logits.length;
                for (int c = 0; c < logits.length; c++) {
                    logits[c] += weights[from + c] * row.values()[k];
                }
            }
        }

        private void addErrors(Row row, double[] errors) {
            for (int k = 0; k < row.indexes().length; k++) {
                int from = row.indexes()[k] * errors.length;
                for (int c = 0; c < errors.length; c++) {
                    gradient[from + c] += errors[c] * row.values()[k];
                }
            }
        }

        private static double logSumExp(double[] values) {
            double max = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                max = Math.max(max, value);
            }
            double sum = 0;
            for (double value : values) {
                sum += Math.exp(value - max);
            }
            return max + Math.log(sum);
        }
    }
}
