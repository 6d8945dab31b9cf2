package io.flames.annotation.agreement;

import java.util.Optional;

/**
 * A coefficient with what resampling says of it.
 *
 * @param interval 95 %; empty where the coefficient is not defined or too many resamples have none
 * @param distribution the resampled coefficients, ascending; empty with the interval
 */
public record Estimate(Coefficient value, Optional<Interval> interval, Distribution distribution) {
    /** Without an interval. */
    static Estimate without(Coefficient value) {
        return new Estimate(value, Optional.empty(), Distribution.NONE);
    }

    /**
     * Share of resamples whose coefficient is under a bound: about the chance to fail it, {@code q} in Hayes and
     * Krippendorff (2007). 0 where nothing was resampled.
     */
    public double shareUnder(double bound) {
        return distribution.shareUnder(bound);
    }
}
