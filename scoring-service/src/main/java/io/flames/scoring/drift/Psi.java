package io.flames.scoring.drift;

import java.util.TreeSet;

/**
 * Population stability index of two spreads over classes: sum (p - q) ln(p / q), with p the share of a class now and q its
 * share in the baseline (Siddiqi 2006, Credit Risk Scorecards, chapter 6; it is the symmetric divergence J of Kullback and
 * Leibler 1951). 0 where both are the same; without a change it is about (classes - 1) * (1/n + 1/m) by chance (Yurdakul
 * 2018, Statistical Properties of Population Stability Index).
 */
final class Psi {
    /** An empty class would make it infinite: it counts as half a verdict, where the other side has some. */
    static final double EMPTY = 0.5;

    private Psi() {}

    /** @throws IllegalArgumentException when one of them is empty */
    static double of(Counts baseline, Counts now) {
        if (baseline.total() == 0 || now.total() == 0) {
            throw new IllegalArgumentException("there is nothing to compare");
        }
        var classes = new TreeSet<>(baseline.verdicts().keySet());
        classes.addAll(now.verdicts().keySet());
        return classes.stream()
                .filter(score -> baseline.of(score) + now.of(score) > 0)
                .mapToDouble(score -> {
                    double p = share(now, score);
                    double q = share(baseline, score);
                    return (p - q) * Math.log(p / q);
                })
                .sum();
    }

    private static double share(Counts counts, int score) {
        return Math.max(EMPTY, counts.of(score)) / counts.total();
    }
}
