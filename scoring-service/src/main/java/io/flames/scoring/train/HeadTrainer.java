package io.flames.scoring.train;

import io.flames.scoring.fit.Lbfgs;
import io.flames.scoring.fit.SharedSoftmax;
import io.flames.scoring.heads.LinearHead;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits the heads together: centres the features of each head, scales them by one number, weighs the classes of a head
 * equally, fits softmax regressions that {@linkplain SharedSoftmax share} what they know of a class, and folds centre and
 * scale into weights and bias, so that a head reads the features as they come.
 */
public final class HeadTrainer {
    /** Scores 3, 2, 1. */
    private static final int SHARED_CLASSES = 3;

    private HeadTrainer() {}

    /**
     * A row of the training data.
     *
     * @param label class from 0
     * @param weight above 0; 1 for a graded text
     */
    public record Row(float[] features, int label, double weight) {}

    /**
     * One head for itself.
     *
     * @param classes of its own
     * @return temperature 1
     */
    public static LinearHead fit(List<Row> rows, int classes, double l2) {
        var alone = new Task(rows, IntStream.range(0, classes).toArray());
        return fit(List.of(alone), l2, 0, Lbfgs.EXACT).get(0);
    }

    /**
     * What one head is trained on.
     *
     * @param classes which of the scores 3, 2, 1 each of its classes is, from 0
     */
    record Task(List<Row> rows, int[] classes) {}

    /**
     * @param sharing see {@link SharedSoftmax}; 0: each head for itself
     * @param tolerance see {@link io.flames.scoring.fit.Lbfgs}
     * @return a head a task, temperature 1
     */
    static List<LinearHead> fit(List<Task> tasks, double l2, double sharing, double tolerance) {
        int width = tasks.get(0).rows().get(0).features().length;
        var centres = tasks.stream().map(task -> centre(task.rows(), width)).toList();
        double scale = scale(tasks, centres);
        var scaled = new ArrayList<SharedSoftmax.Task>();
        for (int t = 0; t < tasks.size(); t++) {
            scaled.add(scaled(tasks.get(t), centres.get(t), scale));
        }
        var fitted = new SharedSoftmax(scaled, SHARED_CLASSES, l2, sharing).fit(tolerance);
        var heads = new ArrayList<LinearHead>();
        for (int t = 0; t < tasks.size(); t++) {
            heads.add(fold(fitted.get(t), centres.get(t), scale, width));
        }
        return heads;
    }

    private static SharedSoftmax.Task scaled(Task task, double[] centre, double scale) {
        var rows = task.rows();
        var x = new float[rows.size()][centre.length];
        for (int r = 0; r < x.length; r++) {
            for (int i = 0; i < centre.length; i++) {
                x[r][i] = (float) ((rows.get(r).features()[i] - centre[i]) / scale);
            }
        }
        return new SharedSoftmax.Task(
                x, rows.stream().mapToInt(Row::label).toArray(), balanced(rows, task.classes().length), task.classes());
    }

    /** Each class weighs the same in total, and all together 1. */
    private static double[] balanced(List<Row> rows, int classes) {
        var totals = new double[classes];
        for (Row row : rows) {
            totals[row.label()] += row.weight();
        }
        int seen = 0;
        for (double total : totals) {
            seen += total > 0 ? 1 : 0;
        }
        int present = seen;
        return rows.stream()
                .mapToDouble(row -> row.weight() / totals[row.label()] / present)
                .toArray();
    }

    private static double[] centre(List<Row> rows, int width) {
        var centre = new double[width];
        for (Row row : rows) {
            for (int i = 0; i < width; i++) {
                centre[i] += row.features()[i] / (double) rows.size();
            }
        }
        return centre;
    }

    private static double scale(List<Task> tasks, List<double[]> centres) {
        double square = 0;
        long n = 0;
        for (int t = 0; t < tasks.size(); t++) {
            double[] centre = centres.get(t);
            for (Row row : tasks.get(t).rows()) {
                n++;
                for (int i = 0; i < centre.length; i++) {
                    double off = row.features()[i] - centre[i];
                    square += off * off;
                }
            }
        }
        return Math.sqrt(square / n / centres.get(0).length);
    }

    private static LinearHead fold(double[][] fitted, double[] centre, double scale, int width) {
        var weights = new float[fitted.length][width];
        var bias = new float[fitted.length];
        for (int c = 0; c < fitted.length; c++) {
            double offset = fitted[c][width];
            for (int i = 0; i < width; i++) {
                double weight = fitted[c][i] / scale;
                weights[c][i] = (float) weight;
                offset -= weight * centre[i];
            }
            bias[c] = (float) offset;
        }
        return new LinearHead(weights, bias, 1);
    }
}
