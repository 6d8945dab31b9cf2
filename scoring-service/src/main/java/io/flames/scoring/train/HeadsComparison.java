package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.heads.Ngrams;
import java.util.Arrays;
import java.util.Optional;

/** Whether two trainings gave the same weights, within a tolerance that allows for another CPU's int8 kernels. */
final class HeadsComparison {
    private HeadsComparison() {}

    /**
     * @param tolerance largest difference of a number, relative to the head's largest weight
     * @return what differs, or empty
     */
    static Optional<String> difference(Heads one, Heads other, double tolerance) {
        if (one.features() != other.features()) {
            return Optional.of("features are " + one.features() + " and " + other.features());
        }
        if (!Arrays.equals(keys(one), keys(other))) {
            return Optional.of("n-grams are " + keys(one).length + " and others, " + keys(other).length);
        }
        double ofNgrams = ngrams(one, other);
        if (!(ofNgrams <= tolerance)) {
            return Optional.of("a weight of an n-gram differs by %.4f of the largest, tolerance %.4f"
                    .formatted(ofNgrams, tolerance));
        }
        for (var dimension : Dimensions.ALL) {
            double difference = relative(one.of(dimension), other.of(dimension));
            if (!(difference <= tolerance)) {
                return Optional.of("a weight of %s differs by %.4f of the largest, tolerance %.4f"
                        .formatted(Dimensions.nameOf(dimension), difference, tolerance));
            }
        }
        return Optional.empty();
    }

    private static int[] keys(Heads heads) {
        return heads.ngrams().map(Ngrams::keys).orElse(new int[0]);
    }

    /** Of two with the same n-grams. */
    private static double ngrams(Heads one, Heads other) {
        double largest = 0;
        double widest = 0;
        for (int i = 0; i < keys(one).length; i++) {
            float[] row = one.ngrams().orElseThrow().weights()[i];
            float[] its = other.ngrams().orElseThrow().weights()[i];
            for (int c = 0; c < row.length; c++) {
                largest = Math.max(largest, Math.abs(row[c]));
                widest = Math.max(widest, Math.abs(row[c] - its[c]));
            }
        }
        return largest == 0 ? 0 : widest / largest;
    }

    private static double relative(LinearHead one, LinearHead other) {
        double largest = 0;
        double widest = 0;
        for (int c = 0; c < one.classes(); c++) {
            widest = Math.max(widest, Math.abs(one.bias()[c] - other.bias()[c]));
            for (int i = 0; i < one.width(); i++) {
                largest = Math.max(largest, Math.abs(one.weights()[c][i]));
                widest = Math.max(widest, Math.abs(one.weights()[c][i] - other.weights()[c][i]));
            }
        }
        return Math.max(widest / largest, Math.abs(one.temperature() / other.temperature() - 1));
    }
}
