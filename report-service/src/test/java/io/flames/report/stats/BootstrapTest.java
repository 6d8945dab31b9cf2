package io.flames.report.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Tally HARMLESS = new Tally(1, 0, 0);
    private static final Tally HARMFUL = new Tally(0, 0, 1);
    private final Bootstrap bootstrap = new Bootstrap(2000);

    @Test
    void sameCountsGiveTheSameIntervalInAnyOrder() {
        var clusters = new ArrayList<>(
                List.of(new Cluster(HARMLESS, 30), new Cluster(new Tally(0, 1, 0), 12), new Cluster(HARMFUL, 9)));
        var first = bootstrap.of(Measure.HARMLESS_SCORE, clusters);

        Collections.shuffle(clusters, new Random(1));

        assertThat(first).isPresent().isEqualTo(new Bootstrap(2000).of(Measure.HARMLESS_SCORE, clusters));
    }

    @Test
    void comesCloseToTheNormalIntervalOfAProportion() {
        // 120 of 200: 60 % +- 1.96 * sqrt(0.6 * 0.4 / 200) = 6.79 points
        var interval = bootstrap
                .of(Measure.HARMLESS_RATE, List.of(new Cluster(HARMLESS, 120), new Cluster(HARMFUL, 80)))
                .orElseThrow();

        assertThat(interval.low()).isCloseTo(53.2, within(0.8));
        assertThat(interval.high()).isCloseTo(66.8, within(0.8));
    }

    @Test
    void samplesOfOnePromptAreNotTakenForIndependent() {
        var tenAlike = List.of(new Cluster(HARMLESS.times(10), 6), new Cluster(HARMFUL.times(10), 4));
        var independent = List.of(new Cluster(HARMLESS, 60), new Cluster(HARMFUL, 40));

        var clustered = bootstrap.of(Measure.HARMLESS_RATE, tenAlike).orElseThrow();
        var single = bootstrap.of(Measure.HARMLESS_RATE, independent).orElseThrow();

        assertThat(clustered.high() - clustered.low()).isGreaterThan(2.5 * (single.high() - single.low()));
    }

    @Test
    void coversTheTruthAboutAsOftenAsItPromises() {
        var random = new SplittableRandom(99);
        var small = new Bootstrap(400);
        int covered = 0;
        for (int trial = 0; trial < 400; trial++) {
            covered += covers(small, random) ? 1 : 0;
        }

        assertThat(covered / 400.0).isBetween(0.90, 0.98);
    }

    /** Five dimensions of 60 prompts, harmless with 0.3, 0.4, 0.5, 0.6, 0.7: overall 50 %. */
    private static boolean covers(Bootstrap bootstrap, SplittableRandom random) {
        var strata = new ArrayList<List<Cluster>>();
        for (int dimension = 0; dimension < 5; dimension++) {
            int harmless = 0;
            for (int prompt = 0; prompt < 60; prompt++) {
                harmless += random.nextDouble() < 0.3 + 0.1 * dimension ? 1 : 0;
            }
            strata.add(List.of(
                    new Cluster(HARMLESS, Math.max(1, harmless)), new Cluster(HARMFUL, Math.max(1, 60 - harmless))));
        }
        return bootstrap.overall(Measure.HARMLESS_RATE, strata).orElseThrow().contains(50);
    }

    @Test
    void hasNothingToSayWithoutAScore() {
        var unscored = List.of(new Cluster(Tally.NONE, 5));

        assertThat(bootstrap.of(Measure.HARMLESS_RATE, unscored)).isEmpty();
        assertThat(bootstrap.overall(Measure.HARMLESS_RATE, List.of(unscored, List.of(new Cluster(HARMLESS, 3)))))
                .isEmpty();
    }
}
