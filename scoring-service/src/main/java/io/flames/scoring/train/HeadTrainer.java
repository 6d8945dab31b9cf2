package io.flames.scoring.train;

import io.flames.scoring.heads.LinearHead;
import java.util.List;

/**
 * Fits one head: centres the features, scales them by one number, weighs the classes equally, fits a softmax regression
 * and folds centre and scale into weights and bias, so that the head reads the features as they come.
 */
public final class HeadTrainer {
    private HeadTrainer() {}

    /**
     * A row of the training data.
     *
     * @param label class from 0
     * @param weight above 0; 1 for a graded text
     */
    public record Row(float[] features, int label, double weight) {}

    /** Temperature 1. */
    public static LinearHead fit(List<Row> rows, int classes, double l2) {
        int width = rows.get(0).features().length;
        double[] centre = centre(rows, width);
        double scale = scale(rows, centre);
        var x = new float[rows.size()][width];
        for (int r = 0; r < x.length; r++) {
            for (int i = 0; i < width; i++) {
                x[r][i] = (float) ((rows.get(r).features()[i] - centre[i]) / scale);
            }
        }
        int[] y = rows.stream().mapToInt(Row::label).toArray();
        double[][] fitted = new SoftmaxRegression(x, y, balanced(rows, classes), classes, l2).fit();
        return fold(fitted, centre, scale, width);
    }

    /** Each class weighs the same in total. */
    private static double[] balanced(List<Row> rows, int classes) {
        var totals = new double[classes];
        for (Row row : rows) {
            totals[row.label()] += row.weight();
        }
        return rows.stream()
                .mapToDouble(row -> row.weight() / totals[row.label()])
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

    private static double scale(List<Row> rows, double[] centre) {
        double square = 0;
        for (Row row : rows) {
            for (int i = 0; i < centre.length; i++) {
                double off = row.features()[i] - centre[i];
                square += off * off;
            }
        }
        return Math.sqrt(square / rows.size() / centre.length);
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
