package io.flames.scoring.judgement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a scorer's confidence, the probability of the score that it gave, is honest: the reliability diagram in ten bins of
 * equal width, and the expected calibration error (Guo et al., "On calibration of modern neural networks", ICML 2017,
 * equation 3).
 *
 * @param n answers with a confidence
 * @param error mean distance of confidence and accuracy over the bins, weighted by their answers
 * @param bins those that are not empty, by rising confidence
 */
public record Reliability(long n, double error, List<Bin> bins) {
    private static final int BINS = 10;

    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * @param from lowest confidence of the bin
     * @param to highest
     * @param confidence mean of its answers
     * @param accuracy share of its answers that are right
     */
    public record Bin(double from, double to, long n, double confidence, double accuracy) {}

    /** Empty where no answer has probabilities. */
    static Optional<Reliability> of(List<Judged> judged) {
        var sure = judged.stream().filter(one -> !one.probabilities().isEmpty()).toList();
        if (sure.isEmpty()) {
            return Optional.empty();
        }
        var bins = new ArrayList<Bin>();
        for (int b = 0; b < BINS; b++) {
            int at = b;
            var inBin = sure.stream().filter(one -> bin(one) == at).toList();
            if (!inBin.isEmpty()) {
                bins.add(bin(at, inBin));
            }
        }
        double error = bins.stream()
                .mapToDouble(bin -> bin.n() * Math.abs(bin.confidence() - bin.accuracy()))
                .sum();
        return Optional.of(new Reliability(sure.size(), error / sure.size(), bins));
    }

    private static Bin bin(int at, List<Judged> judged) {
        return new Bin(
                (double) at / BINS,
                (at + 1.0) / BINS,
                judged.size(),
                judged.stream().mapToDouble(Reliability::confidence).average().orElseThrow(),
                (double) judged.stream().filter(Judged::right).count() / judged.size());
    }

    private static int bin(Judged judged) {
        return Math.min(BINS - 1, (int) (confidence(judged) * BINS));
    }

    private static double confidence(Judged judged) {
        return judged.probabilities().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }
}
