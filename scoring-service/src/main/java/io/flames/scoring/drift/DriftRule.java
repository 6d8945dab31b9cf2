package io.flames.scoring.drift;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.drift.DimensionDrift.Day;
import io.flames.scoring.drift.DimensionDrift.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * What of a scorer version's days is its baseline, and how far the other days are from it.
 *
 * @param baseline verdicts that the first days hold together before later days are compared with them
 * @param least verdicts that baseline and day need each
 */
record DriftRule(long baseline, long least) {
    /** Rule of thumb: below it nothing to see. */
    static final double STEADY = 0.1;
    /** Rule of thumb: above it somebody should look. */
    static final double SHIFTED = 0.2;

    /** @param days of one scorer version and dimension; the recent ones may be preceded by a gap after the baseline */
    DimensionDrift look(Dimension dimension, SortedMap<LocalDate, Counts> days) {
        Counts first = Counts.NONE;
        var looked = new ArrayList<Day>();
        for (var day : days.entrySet()) {
            Counts counts = day.getValue();
            if (first.total() < baseline) {
                first = first.plus(counts);
                looked.add(new Day(day.getKey(), counts, OptionalDouble.empty(), Status.BASELINE));
            } else {
                looked.add(compare(first, day.getKey(), counts));
            }
        }
        return new DimensionDrift(dimension, first, first.total() >= baseline, looked);
    }

    private Day compare(Counts first, LocalDate day, Counts counts) {
        if (first.total() < least || counts.total() < least) {
            return new Day(day, counts, OptionalDouble.empty(), Status.TOO_FEW);
        }
        double psi = Psi.of(first, counts);
        return new Day(day, counts, OptionalDouble.of(psi), status(psi));
    }

    private static Status status(double psi) {
        if (psi < STEADY) {
            return Status.STEADY;
        }
        return psi > SHIFTED ? Status.SHIFTED : Status.MOVED;
    }
}
