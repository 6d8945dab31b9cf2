package io.flames.annotation.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.annotation.agreement.Coefficient.NotDefined;
import io.flames.annotation.agreement.Coefficient.Why;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Published worked examples, then what holds beyond them. */
class KappaTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 7);

    /** "Cohen's kappa", Wikipedia, "Simple example": 50 applications, two readers; p_o = 0.70, p_e = 0.50. */
    @Test
    void fiftyApplications() {
        var kappa = Kappa.of(table(new int[][] {{20, 5}, {10, 15}}));

        assertThat(kappa.sameShare()).isCloseTo(0.70, within(1e-12));
        assertThat(value(kappa, Weights.UNWEIGHTED)).isCloseTo(0.40, within(1e-12));
    }

    /** The same page, "Same percentages but different numbers": both agree on 60 of 100. */
    @Test
    void marginalsMatter() {
        assertThat(value(Kappa.of(table(new int[][] {{45, 15}, {25, 15}})), Weights.UNWEIGHTED))
                .isCloseTo(0.1304, within(0.00005));
        assertThat(value(Kappa.of(table(new int[][] {{25, 35}, {5, 35}})), Weights.UNWEIGHTED))
                .isCloseTo(0.2593, within(0.00005));
    }

    /** J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), table 1: kappa .492, weighted .348. */
    @Test
    void cohensDiagnoses() {
        var kappa = Kappa.of(table(new int[][] {{88, 14, 18}, {10, 40, 10}, {2, 6, 12}}));
        var weights = new int[][] {{0, 1, 3}, {1, 0, 6}, {3, 6, 0}};

        assertThat(value(kappa, Weights.UNWEIGHTED)).isCloseTo(0.492, within(0.0005));
        assertThat(value(kappa, (a, b) -> weights[a][b])).isCloseTo(0.348, within(0.0005));
    }

    /** The same paper: disagreement weights need not be symmetric, .353. */
    @Test
    void weightsMayDependOnWhoSaysWhat() {
        var kappa = Kappa.of(table(new int[][] {{88, 14, 18}, {10, 40, 10}, {2, 6, 12}}));
        var weights = new int[][] {{0, 1, 4}, {1, 0, 6}, {2, 2, 0}};

        assertThat(value(kappa, (a, b) -> weights[a][b])).isCloseTo(0.353, within(0.0005));
    }

    /**
     * The 200 subjects and agreement weights of J. L. Fleiss, J. Cohen and B. S. Everitt, "Large sample standard errors
     * of kappa and weighted kappa", Psychological Bulletin 72 (1969). They write weighted kappa with agreements, {@code
     * (p_o - p_e) / (1 - p_e)}; with disagreements {@code 1 - w} it is the same.
     */
    @Test
    void agreementWeightsGiveTheSame() {
        var counts = new int[][] {{106, 10, 4}, {22, 28, 10}, {2, 12, 6}};
        var agreement = new double[][] {{1, 0, 0.4444}, {0, 1, 0.6667}, {0.4444, 0.6667, 1}};
        double observed = (106 + 28 + 6 + 0.4444 * (4 + 2) + 0.6667 * (10 + 12)) / 200;
        double expected =
                (120 * 130 + 60 * 50 + 20 * 20 + 0.4444 * (120 * 20 + 20 * 130) + 0.6667 * (60 * 20 + 20 * 50))
                        / (200.0 * 200);

        assertThat(value(Kappa.of(table(counts)), Weights.UNWEIGHTED)).isCloseTo(0.429, within(0.0005));
        assertThat(value(Kappa.of(table(counts)), (a, b) -> 1 - agreement[a][b]))
                .isCloseTo((observed - expected) / (1 - expected), within(1e-9));
    }

    /** Data set anxiety of the R package irr (M. Gamer et al.), kappa2 of raters 1 and 2: 0.119, squared 0.297. */
    @Test
    void anxiety() {
        var kappa =
                Kappa.of(rated("3 3 3 4 5 5 2 3 5 2 2 6 1 5 2 2 1 2 4 3", "3 6 4 6 2 4 2 4 3 3 2 3 3 3 2 2 1 3 3 4"));

        assertThat(value(kappa, Weights.UNWEIGHTED)).isCloseTo(0.119, within(0.0005));
        assertThat(value(kappa, Weights.QUADRATIC)).isCloseTo(0.297, within(0.0005));
    }

    /** Data set SexualFun of the R package vcd (Agresti 1990): 91 couples, unweighted 0.1293, equal spacing 0.2374. */
    @Test
    void couples() {
        var kappa = Kappa.of(table(new int[][] {{7, 7, 2, 3}, {2, 8, 3, 7}, {1, 5, 4, 9}, {2, 8, 9, 14}}));

        assertThat(value(kappa, Weights.UNWEIGHTED)).isCloseTo(0.1293, within(0.00005));
        assertThat(value(kappa, (a, b) -> Math.abs(a - b))).isCloseTo(0.2374, within(0.00005));
    }

    @Test
    void onTwoScoresBothWeightsAreOne() {
        var kappa = Kappa.of(
                List.of(new Kappa.Pair(3, 3), new Kappa.Pair(3, 1), new Kappa.Pair(1, 1), new Kappa.Pair(1, 1)));

        assertThat(value(kappa, Weights.QUADRATIC)).isCloseTo(value(kappa, Weights.UNWEIGHTED), within(1e-12));
    }

    @Test
    void intervalHoldsTheValueAndIsReproducible() {
        var kappa = Kappa.of(table(new int[][] {{20, 5}, {10, 15}}));

        var estimate = kappa.estimate(Weights.UNWEIGHTED, BOOTSTRAP);

        // Wikipedia's normal interval: 0.40 +- 0.25
        var interval = estimate.interval().orElseThrow();
        assertThat(interval.low()).isCloseTo(0.15, within(0.04));
        assertThat(interval.high()).isCloseTo(0.65, within(0.04));
        assertThat(kappa.estimate(Weights.UNWEIGHTED, BOOTSTRAP)).isEqualTo(estimate);
    }

    @Test
    void oneScoreForEverythingSaysNothing() {
        assertThat(Kappa.of(List.of(new Kappa.Pair(3, 3), new Kappa.Pair(3, 3))).value(Weights.UNWEIGHTED))
                .isEqualTo(new NotDefined(Why.NO_VARIATION));
        assertThat(Kappa.of(List.of()).value(Weights.QUADRATIC)).isEqualTo(new NotDefined(Why.NOTHING_PAIRED));
    }

    @Test
    void disagreementOnEverythingOnOneScoreEachIsNoBetterThanChance() {
        var kappa = Kappa.of(List.of(new Kappa.Pair(3, 1), new Kappa.Pair(3, 1)));

        assertThat(value(kappa, Weights.UNWEIGHTED)).isZero();
    }

    private static double value(Kappa kappa, Weights weights) {
        return kappa.value(weights).number().orElseThrow();
    }

    private static List<Kappa.Pair> table(int[][] counts) {
        var pairs = new ArrayList<Kappa.Pair>();
        for (int row = 0; row < counts.length; row++) {
            for (int column = 0; column < counts[row].length; column++) {
                for (int i = 0; i < counts[row][column]; i++) {
                    pairs.add(new Kappa.Pair(row, column));
                }
            }
        }
        return pairs;
    }

    private static List<Kappa.Pair> rated(String first, String second) {
        return AlphaTest.units(first, second).stream()
                .map(unit -> new Kappa.Pair(unit.get(0), unit.get(1)))
                .toList();
    }
}
