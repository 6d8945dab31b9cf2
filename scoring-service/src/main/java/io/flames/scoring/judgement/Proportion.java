package io.flames.scoring.judgement;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A share with its 95 % interval (E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
 * Journal of the American Statistical Association 22, 1927, pages 209 to 212).
 *
 * @param hits from 0 to n
 * @param share hits / n; 0 where n is 0, and the interval is then 0 to 1
 * @param low lower end of the interval
 * @param high its upper end
 */
public record Proportion(long hits, long n, double share, double low, double high) {
    private static final double Z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.975);

    public static Proportion of(long hits, long n) {
        if (hits < 0 || hits > n) {
            throw new IllegalArgumentException(hits + " of " + n + " is no share");
        }
        if (n == 0) {
            return new Proportion(0, 0, 0, 0, 1);
        }
        double share = (double) hits / n;
        double squared = Z * Z / n;
        double centre = (share + squared / 2) / (1 + squared);
        double half = Z / (1 + squared) * Math.sqrt(share * (1 - share) / n + squared / (4 * n));
        return new Proportion(
                hits, n, share, hits == 0 ? 0 : Math.max(0, centre - half), hits == n ? 1 : Math.min(1, centre + half));
    }
}
