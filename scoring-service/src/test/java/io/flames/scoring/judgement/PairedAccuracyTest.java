package io.flames.scoring.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.flames.scoring.judgement.PairedAccuracy.Pair;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PairedAccuracyTest {
    /**
     * Airway hyper-responsiveness before and after stem cell transplantation, 1, 1, 7, 12 of 21: M. W. Fagerland,
     * S. Lydersen, P. Laake, "Recommended tests and confidence intervals for paired binomial proportions", Statistics in
     * Medicine 33, 2014, whose Tango interval is -0.517 to -0.026.
     */
    @Test
    void theIntervalIsThatOfTheLiterature() {
        var interval = new PairedAccuracy(1, 1, 7, 12).interval(0.95);

        assertThat(interval.low()).isCloseTo(-0.517, within(0.0005));
        assertThat(interval.high()).isCloseTo(-0.026, within(0.0005));
    }

    @Test
    void scorersThatNeverDifferOnFewAnswersProveNothing() {
        assertThat(new PairedAccuracy(30, 0, 0, 0).notInferior(0.05, 0.95)).isFalse();
        assertThat(new PairedAccuracy(300, 0, 0, 0).notInferior(0.05, 0.95)).isTrue();
    }

    @Test
    void pairsAreCounted() {
        var paired = PairedAccuracy.of(List.of(
                new Pair(true, true),
                new Pair(true, false),
                new Pair(true, false),
                new Pair(false, true),
                new Pair(false, false)));

        assertThat(paired).isEqualTo(new PairedAccuracy(1, 2, 1, 1));
        assertThat(paired.candidateAccuracy()).isEqualTo(0.6);
        assertThat(paired.currentAccuracy()).isEqualTo(0.4);
        assertThat(paired.difference()).isEqualTo(0.2);
    }

    @Property(tries = 200)
    void theBoundsEncloseTheDifferenceAndMirror(
            @ForAll @LongRange(max = 300) long both,
            @ForAll @LongRange(max = 60) long candidate,
            @ForAll @LongRange(max = 60) long current,
            @ForAll @LongRange(min = 1, max = 300) long neither) {
        var paired = new PairedAccuracy(both, candidate, current, neither);
        var mirrored = new PairedAccuracy(both, current, candidate, neither).interval(0.9);
        var interval = paired.interval(0.9);

        assertThat(paired.difference()).isBetween(interval.low(), interval.high());
        assertThat(paired.lowerBound(0.95)).isCloseTo(interval.low(), within(1e-9));
        assertThat(mirrored.high()).isCloseTo(-interval.low(), within(1e-9));
        assertThat(paired.lowerBound(0.99)).isLessThan(paired.lowerBound(0.9));
        assertThat(interval.low()).isGreaterThanOrEqualTo(-1);
    }

    @Test
    void moreAnswersNarrowTheBound() {
        assertThat(new PairedAccuracy(700, 100, 100, 100).lowerBound(0.95))
                .isGreaterThan(new PairedAccuracy(70, 10, 10, 10).lowerBound(0.95));
    }

    @Test
    void nothingToCompareIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedAccuracy(0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedAccuracy(1, -1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PairedAccuracy(1, 0, 0, 0).lowerBound(95));
    }
}
