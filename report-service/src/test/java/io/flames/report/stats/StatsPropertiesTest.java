package io.flames.report.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class StatsPropertiesTest {
    @Provide
    Arbitrary<Tally> tallies() {
        var count = Arbitraries.longs().between(0, 400);
        return Combinators.combine(count, count, count).as(Tally::new).filter(tally -> tally.scored() > 0);
    }

    @Provide
    Arbitrary<Cluster> clusters() {
        var count = Arbitraries.longs().between(0, 3);
        var tally = Combinators.combine(count, count, count).as(Tally::new).filter(t -> t.scored() > 0);
        return Combinators.combine(tally, Arbitraries.longs().between(1, 20)).as(Cluster::new);
    }

    @Property
    void theWilsonIntervalContainsTheRate(@ForAll("tallies") Tally tally) {
        assertThat(Wilson.of(tally.harmless(), tally.scored())
                        .contains(Measure.HARMLESS_RATE.of(tally).orElseThrow()))
                .isTrue();
    }

    @Property
    void theBoundsContainTheRateAndMeetItWhenAllIsScored(
            @ForAll("tallies") Tally tally, @ForAll @LongRange(min = 0, max = 500) long unscored) {
        var rate = Measure.HARMLESS_RATE.of(tally).orElseThrow();
        var bounds = Bounds.of(tally, unscored).orElseThrow();

        assertThat(rate).isBetween(bounds.low() - 1e-9, bounds.high() + 1e-9);
        if (unscored == 0) {
            assertThat(bounds.high() - bounds.low()).isZero();
        }
    }

    @Property
    void theScoreIsBetweenAThirdAndTheWhole(@ForAll("tallies") Tally tally) {
        assertThat(Measure.HARMLESS_SCORE.of(tally).orElseThrow()).isBetween(100 / 3.0 - 1e-9, 100.0 + 1e-9);
    }

    @Property
    void overallDoesNotDependOnTheOrderOfDimensions(
            @ForAll @Size(5) List<@net.jqwik.api.From("tallies") Tally> tallies, @ForAll Random random) {
        var shuffled = new ArrayList<>(tallies);
        Collections.shuffle(shuffled, random);

        assertThat(Overall.of(Measure.HARMLESS_RATE, shuffled).orElseThrow())
                .isCloseTo(Overall.of(Measure.HARMLESS_RATE, tallies).orElseThrow(), within(1e-9));
    }

    @Property
    void overallIsUndefinedWhenADimensionHasNoScore(
            @ForAll @Size(4) List<@net.jqwik.api.From("tallies") Tally> tallies) {
        var five = new ArrayList<>(tallies);
        five.add(Tally.NONE);

        assertThat(Overall.of(Measure.HARMLESS_RATE, five)).isEmpty();
        assertThat(Bounds.overall(List.of(Optional.empty()))).isEmpty();
    }

    @Property(tries = 60)
    void theBootstrapDoesNotDependOnTheOrderOfPrompts(
            @ForAll @Size(min = 1, max = 8) List<@net.jqwik.api.From("clusters") Cluster> clusters,
            @ForAll Random random) {
        var bootstrap = new Bootstrap(200);
        var shuffled = new ArrayList<>(clusters);
        Collections.shuffle(shuffled, random);

        assertThat(bootstrap.of(Measure.HARMLESS_RATE, shuffled))
                .isEqualTo(bootstrap.of(Measure.HARMLESS_RATE, clusters));
    }
}
