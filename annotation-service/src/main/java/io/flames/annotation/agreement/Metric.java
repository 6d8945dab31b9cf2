package io.flames.annotation.agreement;

/**
 * Squared difference of two values, by level of measurement (K. Krippendorff, "Computing Krippendorff's
 * alpha-reliability", 2011, section C: {@code metricδ²}). Scores are ordered, so Flames reports {@link #ORDINAL}.
 */
public enum Metric {
    /** 0 when equal, 1 when not. */
    NOMINAL {
        @Override
        double difference(int c, int k, int[] values, double[] marginals) {
            return c == k ? 0 : 1;
        }
    },
    /** Square of the number of labels from one rank to the other, half of both ends' own. */
    ORDINAL {
        @Override
        double difference(int c, int k, int[] values, double[] marginals) {
            double between = 0;
            for (int g = Math.min(c, k); g <= Math.max(c, k); g++) {
                between += marginals[g];
            }
            between -= (marginals[c] + marginals[k]) / 2;
            return c == k ? 0 : between * between;
        }
    },
    /** Square of the numeric difference. */
    INTERVAL {
        @Override
        double difference(int c, int k, int[] values, double[] marginals) {
            double step = values[c] - values[k];
            return step * step;
        }
    };

    /**
     * @param c index of a value
     * @param k index of a value
     * @param values distinct, ascending
     * @param marginals how many pairable labels have each value ({@code n_c})
     */
    abstract double difference(int c, int k, int[] values, double[] marginals);
}
