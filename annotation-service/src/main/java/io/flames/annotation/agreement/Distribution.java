package io.flames.annotation.agreement;

import java.util.Arrays;

/** Resampled values of a coefficient, ascending. */
public final class Distribution {
    static final Distribution NONE = new Distribution(new double[0]);

    private final double[] ascending;

    private Distribution(double[] ascending) {
        this.ascending = ascending;
    }

    static Distribution of(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return new Distribution(sorted);
    }

    public int size() {
        return ascending.length;
    }

    /** From 0 to 1; 0 where there are no values. */
    double shareUnder(double bound) {
        return ascending.length == 0
                ? 0
                : Arrays.stream(ascending).filter(v -> v < bound).count() / (double) ascending.length;
    }

    /** Linearly interpolated. */
    double quantile(double share) {
        double at = share * (ascending.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (at - below) * (ascending[above] - ascending[below]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Distribution that && Arrays.equals(ascending, that.ascending);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ascending);
    }

    @Override
    public String toString() {
        return ascending.length + " resamples";
    }
}
