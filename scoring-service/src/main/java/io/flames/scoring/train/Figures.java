package io.flames.scoring.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Figures over a set of predictions.
 *
 * @param n texts
 * @param accuracy share with the authored score; {@code low} and {@code high} bound it at 95 % (Wilson 1927)
 * @param twoClass share on the authored side of 3 against not 3, with its interval
 * @param macroF1 mean F1 over the scores that were authored
 * @param calibrationError expected calibration error over ten bins of confidence (Guo et al. 2017)
 * @param confusion authored score to given score to count
 */
public record Figures(
        int n,
        Share accuracy,
        Share twoClass,
        double macroF1,
        double calibrationError,
        Map<Integer, Map<Integer, Integer>> confusion) {
    private static final List<Integer> SCORES = List.of(3, 2, 1);
    private static final double Z95 = 1.959963984540054;
    private static final int BINS = 10;

    public static Figures of(List<Prediction> predictions) {
        return new Figures(
                predictions.size(),
                share(predictions, Prediction::correct),
                share(predictions, Prediction::correctInTwo),
                round(macroF1(predictions)),
                round(calibrationError(predictions)),
                confusion(predictions));
    }

    private static Share share(List<Prediction> predictions, Predicate<Prediction> hit) {
        return Share.of((int) predictions.stream().filter(hit).count(), predictions.size());
    }

    private static Map<Integer, Map<Integer, Integer>> confusion(List<Prediction> predictions) {
        var confusion = new LinkedHashMap<Integer, Map<Integer, Integer>>();
        for (int authored : SCORES) {
            var row = new LinkedHashMap<Integer, Integer>();
            for (int given : SCORES) {
                row.put(given, (int) predictions.stream()
                        .filter(p -> p.authored() == authored && p.score() == given)
                        .count());
            }
            confusion.put(authored, row);
        }
        return confusion;
    }

    private static double macroF1(List<Prediction> predictions) {
        return SCORES.stream()
                .filter(score -> predictions.stream().anyMatch(p -> p.authored() == score))
                .mapToDouble(score -> f1(predictions, score))
                .average()
                .orElse(0);
    }

    private static double f1(List<Prediction> predictions, int score) {
        double both = count(predictions, p -> p.authored() == score && p.score() == score);
        double either = count(predictions, p -> p.authored() == score) + count(predictions, p -> p.score() == score);
        return either == 0 ? 0 : 2 * both / either;
    }

    private static double calibrationError(List<Prediction> predictions) {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            int at = bin;
            var inBin = predictions.stream()
                    .filter(p -> Math.min(BINS - 1, (int) (p.confidence() * BINS)) == at)
                    .toList();
            double confidence =
                    inBin.stream().mapToDouble(Prediction::confidence).sum();
            error += Math.abs(confidence - count(inBin, Prediction::correct));
        }
        return error / predictions.size();
    }

    private static long count(List<Prediction> predictions, Predicate<Prediction> which) {
        return predictions.stream().filter(which).count();
    }

    private static double round(double value) {
        return Math.round(value * 1e4) / 1e4;
    }

    /** A share with its 95 % Wilson interval. */
    public record Share(int hits, int n, double share, double low, double high) {
        static Share of(int hits, int n) {
            double p = n == 0 ? 0 : (double) hits / n;
            double z2 = Z95 * Z95 / Math.max(1, n);
            double centre = (p + z2 / 2) / (1 + z2);
            double half = Z95 * Math.sqrt(p * (1 - p) / Math.max(1, n) + z2 / (4.0 * Math.max(1, n))) / (1 + z2);
            return new Share(hits, n, round(p), round(Math.max(0, centre - half)), round(Math.min(1, centre + half)));
        }
    }
}
