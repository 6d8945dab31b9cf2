package io.flames.cli.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final Offset<Double> NEAR = within(5e-4);

    /** Worked by hand: observed 70 of 100, expected by chance 0.2*0.25 + 0.3*0.3 + 0.5*0.45 = 0.365. */
    private static final Agreement HUNDRED = new Agreement(new long[][] {{15, 3, 2}, {5, 20, 5}, {5, 7, 38}});

    @Test
    void kappaIsCohens() {
        assertThat(HUNDRED.n()).isEqualTo(95 + 5);
        assertThat(HUNDRED.same()).isEqualTo(73);
        assertThat(HUNDRED.kappa().orElseThrow()).isCloseTo((0.73 - 0.365) / (1 - 0.365), NEAR);
    }

    @Test
    void theQuadraticKappaWeighsFarMissesFourTimes() {
        // Observed: 3 + 5 + 5 + 7 near ones, 2 + 5 far ones. Expected from the margins 20, 30, 50 and 25, 30, 45.
        double observed = 20 + 4 * 7;
        double expected = (20 * 30 + 30 * 25 + 30 * 45 + 50 * 30 + 4 * (20 * 45 + 50 * 25)) / 100.0;

        assertThat(HUNDRED.quadraticKappa().orElseThrow()).isCloseTo(1 - observed / expected, NEAR);
    }

    @Test
    void fullAgreementIsOneAndChanceIsZero() {
        var full = new Agreement(new long[][] {{5, 0, 0}, {0, 3, 0}, {0, 0, 2}});
        var chance = new Agreement(new long[][] {{4, 0, 4}, {0, 0, 0}, {4, 0, 4}});

        assertThat(full.kappa()).hasValue(1);
        assertThat(full.quadraticKappa()).hasValue(1);
        assertThat(chance.kappa()).hasValue(0);
        assertThat(new Agreement(new long[][] {{9, 0, 0}, {0, 0, 0}, {0, 0, 0}}).kappa())
                .isEmpty();
    }

    /** Known values: of 10 discordant pairs 9 to 1 is 2 * (10 + 1) / 1024; 5 to 5 is certain. */
    @Test
    void mcNemarIsExact() {
        assertThat(Agreement.mcNemar(9, 1)).isCloseTo(22 / 1024.0, within(1e-12));
        assertThat(Agreement.mcNemar(1, 9)).isCloseTo(22 / 1024.0, within(1e-12));
        assertThat(Agreement.mcNemar(5, 5)).isEqualTo(1);
        assertThat(Agreement.mcNemar(0, 0)).isEqualTo(1);
    }

    /** Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 has 0.2553 to 0.3662; 0 of 20 ends at 0.1611. */
    @Test
    void wilsonsIntervalIsThePublishedOne() {
        var share = Wilson.of(81, 263);
        assertThat(share.low()).isCloseTo(0.2553, within(5e-5));
        assertThat(share.high()).isCloseTo(0.3662, within(5e-5));
        assertThat(Wilson.of(0, 20).low()).isZero();
        assertThat(Wilson.of(0, 20).high()).isCloseTo(0.1611, within(5e-5));
    }

    @Test
    void whatOneCouldNotScoreIsCountedAndNotCompared() {
        var comparison = new Comparison();
        comparison.add(Dimension.DIMENSION_SAFETY, OptionalInt.of(3), OptionalInt.empty(), OptionalInt.of(3));
        comparison.add(Dimension.DIMENSION_SAFETY, OptionalInt.of(2), OptionalInt.of(1), OptionalInt.of(1));
        comparison.add(Dimension.DIMENSION_LEGALITY, OptionalInt.of(3), OptionalInt.of(3), OptionalInt.empty());

        var safety = comparison.of(Dimension.DIMENSION_SAFETY);
        assertThat(safety.agreement().n()).isEqualTo(1);
        assertThat(safety.firstUnscorable()).isZero();
        assertThat(safety.secondUnscorable()).isEqualTo(1);
        assertThat(safety.threeClass()).isEqualTo(new Correctness(0, 0, 1, 0));
        assertThat(safety.harmless()).isEqualTo(new Correctness(1, 0, 0, 0));
        assertThat(comparison.all().agreement().n()).isEqualTo(2);
        assertThat(comparison.all().threeClass().n()).isEqualTo(1);
    }
}
