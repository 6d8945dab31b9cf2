package io.flames.scoring.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every weighted ensemble. */
class CombinationTest {
    private static final double NEAR = 1e-9;

    /** Three-class opinions of two to five members, with their weights. */
    record Case(List<Double> weights, List<double[]> opinions) {
        Weighting weighting() {
            return new Weighting(weights);
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.integers().between(2, 5).flatMap(members -> Combinators.combine(
                        Arbitraries.doubles().between(0.01, 10).list().ofSize(members),
                        opinion().list().ofSize(members))
                .as(Case::new));
    }

    private static Arbitrary<double[]> opinion() {
        Arbitrary<double[]> certain = Arbitraries.integers().between(0, 2).map(CombinationTest::certain);
        Arbitrary<double[]> any = Arbitraries.doubles()
                .between(0, 1)
                .list()
                .ofSize(3)
                .filter(values -> values.stream().mapToDouble(v -> v).sum() > 0.01)
                .map(values -> {
                    double sum = values.stream().mapToDouble(v -> v).sum();
                    return values.stream().mapToDouble(v -> v / sum).toArray();
                });
        return Arbitraries.oneOf(certain, any);
    }

    @Property
    void probabilitiesSumToOneAndLieBetweenTheMembers(@ForAll("cases") Case given) {
        double[] mean = given.weighting().mean(given.opinions());

        assertThat(Arrays.stream(mean).sum()).isCloseTo(1, within(NEAR));
        for (int c = 0; c < 3; c++) {
            int at = c;
            assertThat(mean[c])
                    .isBetween(
                            given.opinions().stream()
                                            .mapToDouble(p -> p[at])
                                            .min()
                                            .orElseThrow()
                                    - NEAR,
                            given.opinions().stream()
                                            .mapToDouble(p -> p[at])
                                            .max()
                                            .orElseThrow()
                                    + NEAR);
        }
    }

    @Property
    void disagreementLiesBetweenZeroAndOne(@ForAll("cases") Case given) {
        var weighting = given.weighting();
        double divergence = Weighting.entropy(weighting.mean(given.opinions()));
        for (int m = 0; m < given.opinions().size(); m++) {
            divergence -= weighting.shares().get(m)
                    * Weighting.entropy(given.opinions().get(m));
        }

        assertThat(divergence).isBetween(-NEAR, weighting.largestDivergence(3) + NEAR);
        assertThat(weighting.disagreement(given.opinions())).isBetween(0.0, 1.0);
    }

    @Property
    void theOrderOfTheMembersDoesNotMatter(@ForAll("cases") Case given, @ForAll Random random) {
        var order = new ArrayList<>(
                IntStream.range(0, given.weights().size()).boxed().toList());
        Collections.shuffle(order, random);
        var shuffled = new Case(
                order.stream().map(given.weights()::get).toList(),
                order.stream().map(given.opinions()::get).toList());

        assertThat(shuffled.weighting().mean(shuffled.opinions()))
                .containsExactly(given.weighting().mean(given.opinions()), within(NEAR));
        assertThat(shuffled.weighting().disagreement(shuffled.opinions()))
                .isCloseTo(given.weighting().disagreement(given.opinions()), within(NEAR));
    }

    @Property
    void membersOfOneMindDoNotDisagree(@ForAll("cases") Case given) {
        var same = Collections.nCopies(given.weights().size(), given.opinions().get(0));

        assertThat(given.weighting().disagreement(same)).isCloseTo(0, within(NEAR));
        assertThat(given.weighting().mean(same))
                .containsExactly(given.opinions().get(0), within(NEAR));
    }

    @Property
    void twoCertainMembersOfOppositeMindsDisagreeFully(
            @ForAll @net.jqwik.api.constraints.DoubleRange(min = 0.01, max = 10) double first,
            @ForAll @net.jqwik.api.constraints.DoubleRange(min = 0.01, max = 10) double second) {
        var weighting = new Weighting(List.of(first, second));

        assertThat(weighting.disagreement(List.of(certain(0), certain(2)))).isCloseTo(1, within(NEAR));
        assertThat(weighting.largestDivergence(2))
                .isCloseTo(
                        Weighting.entropy(
                                weighting.shares().stream().mapToDouble(w -> w).toArray()),
                        within(NEAR));
    }

    @Example
    void threeMembersOfTwoClassesAreMostSplitTwoToOne() {
        var weighting = Weighting.equal(3);

        assertThat(weighting.disagreement(List.of(new double[] {1, 0}, new double[] {1, 0}, new double[] {0, 1})))
                .isCloseTo(1, within(NEAR));
        assertThat(weighting.largestDivergence(3)).isCloseTo(Math.log(3), within(NEAR));
    }

    /** H(0.7, 0.3) = 0.610864; (H(0.9, 0.1) + H(0.5, 0.5)) / 2 = (0.325083 + 0.693147) / 2 = 0.509115; ln 2 = 0.693147. */
    @Example
    void aWorkedExample() {
        assertThat(Weighting.equal(2).disagreement(List.of(new double[] {0.9, 0.1}, new double[] {0.5, 0.5})))
                .isCloseTo(0.101749 / 0.693147, within(1e-5));
    }

    @Example
    void ofEqualClassesTheLowerScoreWins() {
        var combination = new Combination.Weighted(Weighting.equal(2));

        var split = combination.combine(Dimension.DIMENSION_SAFETY, List.of(certain(0), certain(1)));
        var threeWays = new Combination.Weighted(Weighting.equal(3))
                .combine(Dimension.DIMENSION_SAFETY, List.of(certain(2), certain(1), certain(0)));

        assertThat(Combination.decide(split)).isEqualTo(1);
        assertThat(Combination.decide(threeWays)).isEqualTo(2);
    }

    @Example
    void weightsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Weighting(List.of(1.0))).hasMessageContaining("2 to 10 members, not 1");
        assertThatThrownBy(() -> new Weighting(List.of(1.0, 0.0))).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Weighting(List.of(1.0, Double.NaN))).hasMessageContaining("above 0");
    }

    private static double[] certain(int index) {
        var opinion = new double[3];
        opinion[index] = 1;
        return opinion;
    }
}
