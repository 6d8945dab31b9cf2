package io.flames.annotation.agreement;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Comparator;

/** An ISO 8601 week, in UTC: 2026-W01 has the year's first Thursday. */
public record Week(int year, int week) implements Comparable<Week> {
    private static final Comparator<Week> ORDER =
            Comparator.comparingInt(Week::year).thenComparingInt(Week::week);

    public static Week of(Instant at) {
        var date = at.atZone(ZoneOffset.UTC).toLocalDate();
        return new Week(date.get(IsoFields.WEEK_BASED_YEAR), date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    @Override
    public int compareTo(Week other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code 2026-W48}. */
    @Override
    public String toString() {
        return "%04d-W%02d".formatted(year, week);
    }
}
