package io.flames.cli.scorer;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A proportion with its 95 % score interval (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", JASA 22, 1927, pages 209 to 212).
 *
 * @param share from 0 to 1
 * @param low the interval's lower end, from 0 to 1
 * @param high its upper end, from 0 to 1
 */
record Wilson(double share, double low, double high) {
    private static final double CONFIDENCE = 0.95;
    private static final double Z = NormalDistribution.of(0, 1).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2);

    /**
     * @param successes from 0 to trials
     * @param trials at least 1
     */
    static Wilson of(long successes, long trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " of " + trials + " is no proportion");
        }
        double n = trials;
        double share = successes / n;
        double squared = Z * Z;
        double centre = (share + squared / (2 * n)) / (1 + squared / n);
        double half = Z / (1 + squared / n) * Math.sqrt(share * (1 - share) / n + squared / (4 * n * n));
        return new Wilson(
                share,
                successes == 0 ? 0 : Math.max(0, centre - half),
                successes == trials ? 1 : Math.min(1, centre + half));
    }
}
