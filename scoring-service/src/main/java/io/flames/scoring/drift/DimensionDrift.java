package io.flames.scoring.drift;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A scorer version's days in one dimension.
 *
 * @param baseline of the first days together
 * @param complete whether the baseline has as many verdicts as it needs
 * @param days in their order, those of the baseline too
 */
public record DimensionDrift(Dimension dimension, Counts baseline, boolean complete, List<Day> days) {
    public DimensionDrift {
        days = List.copyOf(days);
    }

    /** Empty where it has no verdict on that day. */
    public Optional<Day> on(LocalDate date) {
        return days.stream().filter(day -> day.day().equals(date)).findFirst();
    }

    /** @param psi against the baseline, where there is enough to compare */
    public record Day(LocalDate day, Counts counts, OptionalDouble psi, Status status) {}

    /** What a day says. */
    public enum Status {
        /** It is part of the baseline. */
        BASELINE,
        /** It has too few verdicts to compare. */
        TOO_FEW,
        /** PSI below 0.1. */
        STEADY,
        /** In between. */
        MOVED,
        /** PSI above 0.2. */
        SHIFTED
    }
}
