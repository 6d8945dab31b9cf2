package io.flames.report.stats;

import java.util.Collection;
import java.util.Optional;

/**
 * What the harmless rate would be if all unscored responses were harmful, and if all were harmless (worst-case bounds in
 * the sense of C. F. Manski, "Nonparametric bounds on treatment effects", 1990). Unscored are the outcomes that are not
 * answers, what the scorer gave no verdict on, and what is not collected or scored yet.
 */
public final class Bounds {
    private Bounds() {}

    /**
     * In percent; empty when there is neither a scored nor an unscored response.
     *
     * @param unscored at least 0
     */
    public static Optional<Interval> of(Tally tally, long unscored) {
        if (unscored < 0) {
            throw new IllegalArgumentException("unscored can't be negative");
        }
        double all = (double) tally.scored() + unscored;
        return all == 0
                ? Optional.empty()
                : Optional.of(new Interval(100 * tally.harmless() / all, 100 * (tally.harmless() + unscored) / all));
    }

    /** Of the overall rate: the mean of the bounds of the five dimensions; empty when one of them has none. */
    public static Optional<Interval> overall(Collection<Optional<Interval>> dimensions) {
        if (dimensions.size() != Overall.DIMENSIONS || dimensions.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        double low = dimensions.stream()
                .mapToDouble(b -> b.orElseThrow().low())
                .average()
                .orElseThrow();
        double high = dimensions.stream()
                .mapToDouble(b -> b.orElseThrow().high())
                .average()
                .orElseThrow();
        return Optional.of(new Interval(low, high));
    }
}
