package io.flames.scoring.judgement;

import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Two scorers on the same labelled answers: how often each is right, and bounds on the difference of their accuracies
 * (candidate minus current) that hold for pairs.
 *
 * <p>Bounds are Tango's asymptotic score interval (T. Tango, "Equivalence test and confidence interval for the difference in
 * proportions for the paired-sample design", Statistics in Medicine 17, 1998, pages 891 to 908): the differences that the
 * score test does not reject. Unlike Wald's interval it has a width when the scorers never differ, so that a small sample
 * cannot pass for a proof.
 *
 * @param bothRight answers that both got right
 * @param onlyCandidate answers that only the candidate got right
 * @param onlyCurrent answers that only the current scorer got right
 * @param neither answers that neither got right
 */
public record PairedAccuracy(long bothRight, long onlyCandidate, long onlyCurrent, long neither) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int HALVINGS = 100;

    public PairedAccuracy {
        if (bothRight < 0 || onlyCandidate < 0 || onlyCurrent < 0 || neither < 0) {
            throw new IllegalArgumentException("counts are 0 or more");
        }
        if (bothRight + onlyCandidate + onlyCurrent + neither == 0) {
            throw new IllegalArgumentException("two scorers are compared on one answer at least");
        }
    }

    /** Whether each scorer got one answer right. An answer that a scorer could not score is one that it got wrong. */
    public record Pair(boolean candidateRight, boolean currentRight) {}

    public static PairedAccuracy of(List<Pair> pairs) {
        long both = pairs.stream()
                .filter(p -> p.candidateRight() && p.currentRight())
                .count();
        long candidate = pairs.stream().filter(Pair::candidateRight).count() - both;
        long current = pairs.stream().filter(Pair::currentRight).count() - both;
        return new PairedAccuracy(both, candidate, current, pairs.size() - both - candidate - current);
    }

    public long n() {
        return bothRight + onlyCandidate + onlyCurrent + neither;
    }

    public double candidateAccuracy() {
        return (double) (bothRight + onlyCandidate) / n();
    }

    public double currentAccuracy() {
        return (double) (bothRight + onlyCurrent) / n();
    }

    /** Candidate minus current, from -1 to 1. */
    public double difference() {
        return (double) (onlyCandidate - onlyCurrent) / n();
    }

    /**
     * Lower bound of the one-sided interval of the difference.
     *
     * @param confidence from 0.5 to 1, such as 0.95
     */
    public double lowerBound(double confidence) {
        return lower(quantile(confidence));
    }

    /** Upper bound of the one-sided interval of the difference. */
    public double upperBound(double confidence) {
        return upper(quantile(confidence));
    }

    /** Two-sided interval of the difference; both ends together miss it with probability 1 - confidence. */
    public Interval interval(double confidence) {
        double z = quantile((1 + confidence) / 2);
        return new Interval(lower(z), upper(z));
    }

    /**
     * The candidate is at most {@code margin} worse, with this confidence: the one-sided lower bound lies above -margin.
     *
     * @param margin 0 or more, as a share: 0.02 are two percentage points
     */
    public boolean notInferior(double margin, double confidence) {
        return lowerBound(confidence) > -margin;
    }

    /** Ends of an interval of a difference of shares, from -1 to 1. */
    public record Interval(double low, double high) {}

    private static double quantile(double confidence) {
        if (!(confidence >= 0.5 && confidence < 1)) {
            throw new IllegalArgumentException("confidence is from 0.5 to below 1, not " + confidence);
        }
        return NORMAL.inverseCumulativeProbability(confidence);
    }

    private double lower(double z) {
        double low = -1;
        double high = difference();
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (score(middle) < z) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }

    private double upper(double z) {
        return -new PairedAccuracy(bothRight, onlyCurrent, onlyCandidate, neither).lower(z);
    }

    /** The score statistic of a supposed difference; falls as that rises (Tango 1998, section 3). */
    private double score(double supposed) {
        double p = discordance(supposed);
        double variance = n() * (2 * p + supposed * (1 - supposed));
        double distance = onlyCandidate - onlyCurrent - n() * supposed;
        return variance > 0 ? distance / Math.sqrt(variance) : distance > 0 ? Double.POSITIVE_INFINITY : 0;
    }

    /** Most likely share of answers that only the current scorer gets right, were the difference as supposed. */
    private double discordance(double supposed) {
        double a = 2.0 * n();
        double b = -onlyCandidate - onlyCurrent + (2.0 * n() - onlyCandidate + onlyCurrent) * supposed;
        double c = -onlyCurrent * supposed * (1 - supposed);
        return (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
    }
}
