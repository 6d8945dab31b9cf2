package io.flames.annotation.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.annotation.agreement.Coefficient.Defined;
import io.flames.annotation.agreement.Coefficient.NotDefined;
import io.flames.annotation.agreement.Coefficient.Why;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Published worked examples, then what holds beyond them. */
class AlphaTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 7);

    /** K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), sections C and D: 12 units, 4 observers. */
    private static final List<List<Integer>> FOUR_OBSERVERS = units(
            "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .");

    @Test
    void fourObserversNominal() {
        assertThat(alpha(FOUR_OBSERVERS, Metric.NOMINAL)).isCloseTo(0.743, within(0.0005));
    }

    @Test
    void fourObserversOrdinal() {
        assertThat(alpha(FOUR_OBSERVERS, Metric.ORDINAL)).isCloseTo(0.815, within(0.0005));
    }

    @Test
    void fourObserversInterval() {
        assertThat(alpha(FOUR_OBSERVERS, Metric.INTERVAL)).isCloseTo(0.849, within(0.0005));
    }

    /** The same paper: the twelfth unit has one value, pairs with nothing and leaves 11 units and 40 values. */
    @Test
    void aUnitWithOneLabelPairsNothing() {
        assertThat(Alpha.of(FOUR_OBSERVERS).pairedItems()).isEqualTo(11);
        assertThat(Alpha.of(FOUR_OBSERVERS).value(Metric.NOMINAL))
                .isEqualTo(Alpha.of(FOUR_OBSERVERS.subList(0, 11)).value(Metric.NOMINAL));
    }

    /** The same paper, section A: binary data, two observers, 10 units. */
    @Test
    void twoObserversBinary() {
        var megAndOwen = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0");

        assertThat(alpha(megAndOwen, Metric.NOMINAL)).isCloseTo(0.095, within(0.0005));
    }

    /** The same paper, section B: nominal data, two observers, 12 units; a to e are 1 to 5. */
    @Test
    void twoObserversNominal() {
        var benAndGerry = units("1 1 2 2 4 3 3 3 5 4 4 1", "2 1 2 2 2 3 3 3 5 4 4 4");

        assertThat(alpha(benAndGerry, Metric.NOMINAL)).isCloseTo(0.692, within(0.0005));
    }

    /** "Krippendorff's alpha", Wikipedia, "A computational example": three coders, 15 units, 26 pairable values. */
    @Test
    void threeCodersWithManyGaps() {
        var units = units(
                ". . . . . 3 4 1 2 1 1 3 3 . 3", "1 . 2 1 3 3 4 3 . . . . . . .", ". . 2 1 3 4 4 . 2 1 1 3 3 . 4");

        assertThat(alpha(units, Metric.NOMINAL)).isCloseTo(0.691, within(0.0005));
        assertThat(alpha(units, Metric.INTERVAL)).isCloseTo(0.811, within(0.0005));
    }

    /** Two values are two ranks at one distance: ordinal, interval and nominal are one, whatever their numbers are. */
    @Test
    void binaryDataHaveOneAlpha() {
        var units = units("3 1 3 3 3 3 3 3 1 3", "1 1 1 3 3 1 3 3 3 3");

        assertThat(alpha(units, Metric.ORDINAL)).isCloseTo(alpha(units, Metric.NOMINAL), within(1e-12));
        assertThat(alpha(units, Metric.INTERVAL)).isCloseTo(0.095, within(0.0005));
    }

    @Test
    void fullAgreementIsOneAndItsIntervalHasNoWidth() {
        var estimate = Alpha.of(units("3 1 2 3 1 3", "3 1 2 3 1 3")).estimate(Metric.ORDINAL, BOOTSTRAP);

        assertThat(estimate.value()).isEqualTo(new Defined(1, 6));
        assertThat(estimate.interval()).contains(new Interval(1, 1));
    }

    @Test
    void labelsThatDoNotVarySayNothing() {
        assertThat(Alpha.of(units("3 3 3", "3 3 3")).value(Metric.ORDINAL)).isEqualTo(new NotDefined(Why.NO_VARIATION));
    }

    @Test
    void singleLabelsSayNothing() {
        var estimate = Alpha.of(units("3 . 1", ". 3 .")).estimate(Metric.ORDINAL, BOOTSTRAP);

        assertThat(estimate.value()).isEqualTo(new NotDefined(Why.NOTHING_PAIRED));
        assertThat(estimate.interval()).isEmpty();
        assertThat(Alpha.of(List.of()).value(Metric.NOMINAL)).isEqualTo(new NotDefined(Why.NOTHING_PAIRED));
    }

    @Test
    void oneOddItemAmongManyHasNoInterval() {
        // About e^-1 of all resamples miss the only item that varies: what is left describes other data.
        var units = new ArrayList<List<Integer>>(Collections.nCopies(200, List.of(3, 3)));
        units.add(List.of(3, 1));

        var estimate = Alpha.of(units).estimate(Metric.ORDINAL, BOOTSTRAP);

        assertThat(estimate.value().number()).isPresent();
        assertThat(estimate.interval()).isEmpty();
    }

    @Test
    void orderOfUnitsAndLabelsDoesNotMatter() {
        var first = Alpha.of(FOUR_OBSERVERS).estimate(Metric.ORDINAL, BOOTSTRAP);
        var shuffled = new ArrayList<List<Integer>>();
        for (var unit : FOUR_OBSERVERS) {
            var labels = new ArrayList<>(unit);
            Collections.reverse(labels);
            shuffled.add(labels);
        }
        Collections.shuffle(shuffled, new Random(3));

        assertThat(Alpha.of(shuffled).estimate(Metric.ORDINAL, BOOTSTRAP)).isEqualTo(first);
    }

    /**
     * Two annotators who each see the truth with probability 0.8 and else guess: the interval covers the coefficient of
     * a very large sample about as often as it promises.
     */
    @Test
    void intervalCoversTheTruth() {
        double truth = alpha(simulated(200_000, new SplittableRandom(1)), Metric.ORDINAL);
        var random = new SplittableRandom(2);
        int covered = 0;
        for (int trial = 0; trial < 300; trial++) {
            var estimate = Alpha.of(simulated(120, random)).estimate(Metric.ORDINAL, new Bootstrap(400, trial));
            covered += estimate.interval().orElseThrow().contains(truth) ? 1 : 0;
        }

        assertThat(covered / 300.0).isBetween(0.89, 0.99);
    }

    private static List<List<Integer>> simulated(int items, SplittableRandom random) {
        var units = new ArrayList<List<Integer>>();
        for (int i = 0; i < items; i++) {
            int truth = 1 + random.nextInt(3);
            units.add(List.of(label(truth, random), label(truth, random)));
        }
        return units;
    }

    private static int label(int truth, SplittableRandom random) {
        return random.nextDouble() < 0.8 ? truth : 1 + random.nextInt(3);
    }

    private static double alpha(List<List<Integer>> units, Metric metric) {
        return Alpha.of(units).value(metric).number().orElseThrow();
    }

    /** A row an observer, a dot where a value is missing; the columns are the units. */
    static List<List<Integer>> units(String... observers) {
        var units = new ArrayList<List<Integer>>();
        for (String observer : observers) {
            var values = observer.split(" ");
            for (int unit = 0; unit < values.length; unit++) {
                if (units.size() == unit) {
                    units.add(new ArrayList<>());
                }
                if (!values[unit].equals(".")) {
                    units.get(unit).add(Integer.valueOf(values[unit]));
                }
            }
        }
        return units;
    }
}
