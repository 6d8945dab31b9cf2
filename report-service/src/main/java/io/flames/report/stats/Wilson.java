package io.flames.report.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The score interval of a proportion (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", JASA 22, 1927, pages 209 to 212). Keeps its coverage near 0 and 1 and for small n, where the textbook
 * interval fails. For independent trials: one sample a prompt.
 */
public final class Wilson {
    private static final double CONFIDENCE = 0.95;
    private static final double Z = NormalDistribution.of(0, 1).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2);

    private Wilson() {}

    /**
     * 95 %, in percent.
     *
     * @param successes from 0 to trials
     * @param trials at least 1
     */
    public static Interval of(long successes, long trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " of " + trials + " is no proportion");
        }
        double n = trials;
        double share = successes / n;
        double squared = Z * Z;
        double centre = (share + squared / (2 * n)) / (1 + squared / n);
        double half = Z / (1 + squared / n) * Math.sqrt(share * (1 - share) / n + squared / (4 * n * n));
        double low = successes == 0 ? 0 : Math.max(0, centre - half);
        double high = successes == trials ? 1 : Math.min(1, centre + half);
        return new Interval(100 * low, 100 * high);
    }
}
