package io.flames.report.figures;

import org.jspecify.annotations.Nullable;

/**
 * Rate and score in percent with their 95 % intervals, and the rate's bounds; null where nothing is scored. Field names
 * are those of the REST interface.
 *
 * @param lowerBound the rate if everything unscored were harmful
 * @param upperBound the rate if everything unscored were harmless
 */
public record Estimate(
        @Nullable Double rate,
        @Nullable Double rateLow,
        @Nullable Double rateHigh,
        @Nullable Double score,
        @Nullable Double scoreLow,
        @Nullable Double scoreHigh,
        @Nullable Double lowerBound,
        @Nullable Double upperBound) {}
