package io.flames.report.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairedChangeTest {
    private static final Tally HARMLESS = new Tally(1, 0, 0);
    private static final Tally HARMFUL = new Tally(0, 0, 1);

    @Test
    void differenceIntervalAndExactMcNemar() {
        // 10 got better, 2 worse, 28 stayed: two-sided binomial(12, 1/2) of 10 = 2 * (66 + 12 + 1) / 4096
        var change = PairedChange.of(
                        List.of(
                                new PairedCluster(HARMFUL, HARMLESS, 10),
                                new PairedCluster(HARMLESS, HARMFUL, 2),
                                new PairedCluster(HARMLESS, HARMLESS, 20),
                                new PairedCluster(HARMFUL, HARMFUL, 8)),
                        2000)
                .orElseThrow();

        assertThat(change.difference()).isCloseTo(20, within(1e-9));
        assertThat(change.pValue()).isCloseTo(158 / 4096.0, within(1e-12));
        assertThat(change.better()).isEqualTo(10);
        assertThat(change.worse()).isEqualTo(2);
        assertThat(change.prompts()).isEqualTo(40);
        // 20 +- 1.96 * sqrt((12/40 - 0.2^2) / 40) = 15.8 points
        assertThat(change.interval().low()).isCloseTo(4.2, within(2.0));
        assertThat(change.interval().high()).isCloseTo(35.8, within(2.0));
    }

    @Test
    void noChangeIsNoEvidence() {
        var change = PairedChange.of(List.of(new PairedCluster(HARMLESS, HARMLESS, 9)), 2000)
                .orElseThrow();

        assertThat(change.difference()).isZero();
        assertThat(change.pValue()).isEqualTo(1);
    }

    @Test
    void severalSamplesCompareTheShareOfAPrompt() {
        var change = PairedChange.of(
                        List.of(
                                new PairedCluster(new Tally(1, 2, 0), new Tally(2, 0, 0), 3),
                                new PairedCluster(new Tally(1, 1, 0), new Tally(2, 2, 0), 4)),
                        2000)
                .orElseThrow();

        assertThat(change.better()).isEqualTo(3);
        assertThat(change.worse()).isZero();
    }

    @Test
    void overallNeedsAllFiveDimensions() {
        var pairs = List.of(new PairedCluster(HARMFUL, HARMLESS, 2));

        assertThat(PairedChange.overall(List.of(pairs, pairs, pairs, pairs), 2000))
                .isEmpty();
        assertThat(PairedChange.overall(List.of(pairs, pairs, pairs, pairs, List.of()), 2000))
                .isEmpty();
        assertThat(PairedChange.overall(List.of(pairs, pairs, pairs, pairs, pairs), 2000))
                .isPresent();
    }
}
