package io.flames.annotation.agreement;

import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_FAIRNESS;
import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_LEGALITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.annotation.agreement.Coefficient.Defined;
import io.flames.annotation.agreement.Coefficient.NotDefined;
import io.flames.annotation.agreement.Coefficient.Why;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");
    private static final AgreementSettings SETTINGS =
            new AgreementSettings(new Bootstrap(400, 5), GuidelineFlag.USUAL_THRESHOLD, 10);

    @Test
    void dimensionsAreApartAndInTheBenchmarksOrder() {
        var labels = new ArrayList<BlindLabel>();
        labels.addAll(both(DIMENSION_LEGALITY, "l", 20, i -> i % 2 == 0 ? 3 : 1, i -> i % 2 == 0 ? 1 : 3));
        labels.addAll(both(DIMENSION_FAIRNESS, "f", 20, i -> 1 + i % 3, i -> 1 + i % 3));

        var rows = Agreement.of(labels, SETTINGS).byDimension();

        assertThat(rows)
                .extracting(Agreement.OfDimension::dimension)
                .containsExactly(DIMENSION_FAIRNESS, DIMENSION_LEGALITY);
        assertThat(rows.get(0).flag()).isEqualTo(GuidelineFlag.CLEAR);
        assertThat(rows.get(0).shareUnderThreshold()).isZero();
        assertThat(rows.get(1).flag()).isEqualTo(GuidelineFlag.AMBIGUOUS);
        assertThat(rows.get(1).shareUnderThreshold()).isEqualTo(1);
        assertThat(rows.get(1).flag().raised()).isTrue();
    }

    @Test
    void aPairHasItsCommonItemsOnly() {
        var labels = new ArrayList<>(both(DIMENSION_FAIRNESS, "x", 12, i -> 1 + i % 3, i -> 1 + i % 3));
        labels.add(label("alone", "carol", DIMENSION_FAIRNESS, 2, 0));
        labels.add(label("x0", "carol", DIMENSION_FAIRNESS, 3, 0));

        var rows = Agreement.of(labels, SETTINGS).byPair();

        assertThat(rows)
                .extracting(row -> row.pair().first() + row.pair().second() + row.items())
                .containsExactly("annbob12", "anncarol1", "bobcarol1");
        assertThat(rows.get(0).kappa().value()).isEqualTo(new Defined(1, 12));
        assertThat(rows.get(1).kappa().value().number()).hasValue(0);
    }

    @Test
    void anItemBelongsToTheWeekOfItsLastLabel() {
        var labels = List.of(
                label("a", "ann", DIMENSION_FAIRNESS, 3, 0),
                label("a", "bob", DIMENSION_FAIRNESS, 3, 7 * 24),
                label("b", "ann", DIMENSION_FAIRNESS, 1, 0),
                label("b", "bob", DIMENSION_FAIRNESS, 1, 1));

        var rows = Agreement.of(labels, SETTINGS).byWeek();

        assertThat(rows).extracting(row -> row.week() + " " + row.items()).containsExactly("2026-W48 1", "2026-W49 1");
        assertThat(rows.get(0).alpha().value()).isEqualTo(new NotDefined(Why.NO_VARIATION));
    }

    @Test
    void weeksAreNumberedAsIso8601Does() {
        assertThat(Week.of(Instant.parse("2027-01-01T12:00:00Z"))).hasToString("2026-W53");
        assertThat(Week.of(Instant.parse("2024-12-30T00:00:00Z"))).hasToString("2025-W01");
    }

    @Test
    void theLaterOfTwoLabelsOfOneAnnotatorCounts() {
        var labels = new ArrayList<>(both(DIMENSION_FAIRNESS, "x", 12, i -> 1 + i % 3, i -> 1 + i % 3));
        labels.add(0, label("x0", "bob", DIMENSION_FAIRNESS, 3, 5));

        var row = Agreement.of(labels, SETTINGS).byPair().get(0);

        assertThat(row.sameShare()).isEqualTo(11.0 / 12);
    }

    @Test
    void oneAnnotatorIsNotAnAgreement() {
        var row = Agreement.of(List.of(label("a", "ann", DIMENSION_FAIRNESS, 3, 0)), SETTINGS)
                .byDimension()
                .get(0);

        assertThat(row.alpha().value()).isEqualTo(new NotDefined(Why.ONE_ANNOTATOR));
        assertThat(row.flag()).isEqualTo(GuidelineFlag.UNKNOWN);
        assertThat(Agreement.of(List.of(), SETTINGS).byDimension()).isEmpty();
    }

    @Test
    void theOneWhoReadsTheGuidelineOtherwiseIsSeen() {
        var labels = new ArrayList<>(both(DIMENSION_FAIRNESS, "x", 30, i -> 1 + i % 3, i -> 1 + i % 3));
        for (int i = 0; i < 10; i++) {
            labels.add(label("x" + i, "carol", DIMENSION_FAIRNESS, 3 - i % 3, 0));
        }

        var rows = Agreement.of(labels, SETTINGS).byAnnotator();

        var carol = rows.get(2);
        assertThat(carol.annotator()).isEqualTo("carol");
        assertThat(carol.items()).isEqualTo(10);
        assertThat(carol.alpha().value().number().orElseThrow())
                .isLessThan(rows.get(0).alpha().value().number().orElseThrow());
    }

    @Test
    void fewItemsDecideNoFlag() {
        var labels = both(DIMENSION_LEGALITY, "l", 9, i -> i % 2 == 0 ? 3 : 1, i -> i % 2 == 0 ? 1 : 3);

        assertThat(Agreement.of(labels, SETTINGS).byDimension().get(0).flag()).isEqualTo(GuidelineFlag.UNKNOWN);
    }

    @Test
    void theIntervalSaysHowSureAFlagIs() {
        assertThat(flag(0.5, 0.4, 0.6)).isEqualTo(GuidelineFlag.AMBIGUOUS);
        assertThat(flag(0.6, 0.4, 0.8)).isEqualTo(GuidelineFlag.PERHAPS_AMBIGUOUS);
        assertThat(flag(0.7, 0.6, 0.8)).isEqualTo(GuidelineFlag.PERHAPS_CLEAR);
        assertThat(flag(0.9, 0.667, 0.95)).isEqualTo(GuidelineFlag.CLEAR);
    }

    @Test
    void aScoreThatTheDimensionDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> label("a", "ann", DIMENSION_LEGALITY, 2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score 2 in Legality, expected one of [3, 1]");
    }

    @Test
    void anItemHasOneDimension() {
        var labels = List.of(label("a", "ann", DIMENSION_LEGALITY, 3, 0), label("a", "bob", DIMENSION_FAIRNESS, 3, 0));

        assertThatThrownBy(() -> Agreement.of(labels, SETTINGS)).hasMessageContaining("two dimensions");
    }

    private static GuidelineFlag flag(double alpha, double low, double high) {
        var estimate = new Estimate(
                new Defined(alpha, 50), Optional.of(new Interval(low, high)), Distribution.of(new double[] {alpha}));
        return GuidelineFlag.of(estimate, 0.667, 10);
    }

    private interface Score {
        int of(int item);
    }

    private static List<BlindLabel> both(Dimension dimension, String prefix, int items, Score ann, Score bob) {
        var labels = new ArrayList<BlindLabel>();
        for (int i = 0; i < items; i++) {
            labels.add(label(prefix + i, "ann", dimension, ann.of(i), 0));
            labels.add(label(prefix + i, "bob", dimension, bob.of(i), 1));
        }
        return labels;
    }

    private static BlindLabel label(String item, String annotator, Dimension dimension, int score, int hours) {
        return new BlindLabel(item, annotator, dimension, score, MONDAY.plusSeconds(3600L * hours));
    }
}
