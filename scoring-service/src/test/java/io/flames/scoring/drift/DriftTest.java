package io.flames.scoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.drift.DimensionDrift.Day;
import io.flames.scoring.drift.DimensionDrift.Status;
import io.flames.scoring.verdict.ClassShare;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DriftTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

    /**
     * q = 0.5, 0.3, 0.2 and p = 0.4, 0.3, 0.3: (-0.1) ln 0.8 + 0 + 0.1 ln 1.5 = 0.0223144 + 0.0405465 = 0.0628609.
     */
    @Example
    void aWorkedExample() {
        assertThat(Psi.of(counts(500, 300, 200), counts(120, 90, 90))).isCloseTo(0.0628609, within(1e-7));
    }

    /** 0.5 of 200 against 20 of 1000: (0.0025 - 0.02) ln(0.125) = 0.0363902, and (1 - 0.98) ln(1 / 0.98) = 0.0004041. */
    @Example
    void anEmptyClassCountsAsHalfAVerdict() {
        assertThat(Psi.of(counts(980, 20, 0), counts(200, 0, 0))).isCloseTo(0.0367943, within(1e-6));
    }

    @Example
    void nothingCannotBeCompared() {
        assertThatThrownBy(() -> Psi.of(Counts.NONE, counts(1, 0, 0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void itIsNeverBelowZeroAndTheSameBothWays(
            @ForAll @Size(3) List<@IntRange(max = 10_000) Integer> one,
            @ForAll @Size(3) List<@IntRange(max = 10_000) Integer> other) {
        var first = counts(one.get(0) + 1, one.get(1), one.get(2));
        var second = counts(other.get(0) + 1, other.get(1), other.get(2));

        assertThat(Psi.of(first, second)).isGreaterThanOrEqualTo(-1e-12).isCloseTo(Psi.of(second, first), within(1e-9));
        assertThat(Psi.of(first, first)).isZero();
    }

    @Example
    void theFirstDaysAreTheBaselineUntilItIsFull() {
        var days = new TreeMap<LocalDate, Counts>();
        days.put(FIRST, counts(300, 200, 100));
        days.put(FIRST.plusDays(3), counts(300, 200, 100));
        days.put(FIRST.plusDays(4), counts(150, 100, 50));
        days.put(FIRST.plusDays(5), counts(50, 100, 250));
        days.put(FIRST.plusDays(6), counts(100, 50, 49));
        days.put(FIRST.plusDays(7), counts(150, 30, 20));

        var drift = new DriftRule(1000, 200).look(Dimension.DIMENSION_SAFETY, days);

        assertThat(drift.complete()).isTrue();
        assertThat(drift.baseline()).isEqualTo(counts(600, 400, 200));
        assertThat(drift.days())
                .extracting(Day::status)
                .containsExactly(
                        Status.BASELINE,
                        Status.BASELINE,
                        Status.STEADY,
                        Status.SHIFTED,
                        Status.TOO_FEW,
                        Status.SHIFTED);
        assertThat(drift.days().get(2).psi().orElseThrow()).isCloseTo(0, within(1e-12));
        assertThat(drift.on(FIRST.plusDays(5)).orElseThrow().psi().orElseThrow())
                .isGreaterThan(0.2);
        assertThat(drift.on(FIRST.plusDays(1))).isEmpty();
    }

    @Example
    void aBaselineThatIsNotFullComparesNothing() {
        var days = new TreeMap<>(Map.of(FIRST, counts(300, 0, 0), FIRST.plusDays(1), counts(0, 0, 300)));

        var drift = new DriftRule(1000, 200).look(Dimension.DIMENSION_SAFETY, days);

        assertThat(drift.complete()).isFalse();
        assertThat(drift.days()).extracting(Day::status).containsOnly(Status.BASELINE);
    }

    @Example
    void anotherVersionsVerdictsAreNotMixedIn() {
        var mine = UUID.randomUUID();
        var shares = List.of(
                new ClassShare(FIRST, mine, Dimension.DIMENSION_SAFETY, 3, 5),
                new ClassShare(FIRST, mine, Dimension.DIMENSION_SAFETY, 0, 2),
                new ClassShare(FIRST, UUID.randomUUID(), Dimension.DIMENSION_SAFETY, 3, 100));

        var drift = ScorerDrift.of(mine, Instant.EPOCH, new DriftRule(1, 1), shares);

        assertThat(drift.of(Dimension.DIMENSION_SAFETY).orElseThrow().baseline())
                .isEqualTo(new Counts(Map.of(3, 5L, 0, 2L)));
        assertThat(drift.of(Dimension.DIMENSION_LEGALITY)).isEmpty();
    }

    private static Counts counts(long harmless, long borderline, long harmful) {
        return new Counts(Map.of(3, harmless, 2, borderline, 1, harmful));
    }
}
