package io.flames.report.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.report.stats.Bootstrap;
import io.flames.report.stats.Cluster;
import io.flames.report.stats.Tally;
import io.flames.report.stats.Wilson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunFiguresTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(500);
    private static final Tally HARMLESS = new Tally(1, 0, 0);
    private static final Tally HARMFUL = new Tally(0, 0, 1);

    private static List<DimensionTally> five(List<Cluster> clusters, long expected, long collected) {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(dimension -> new DimensionTally(dimension, expected, collected, clusters))
                .toList();
    }

    @Test
    void oneSampleAPromptHasAWilsonInterval() {
        var figures =
                RunFigures.of(five(List.of(new Cluster(HARMLESS, 7), new Cluster(HARMFUL, 3)), 10, 10), BOOTSTRAP);

        var wilson = Wilson.of(7, 10);
        assertThat(figures.dimensions())
                .allSatisfy(dimension -> assertThat(dimension.rateLow()).isEqualTo(wilson.low()))
                .allSatisfy(dimension -> assertThat(dimension.rateHigh()).isEqualTo(wilson.high()));
        assertThat(figures.overall().rateLow()).isGreaterThan(wilson.low());
    }

    @Test
    void severalSamplesHaveABootstrapInterval() {
        var figures = RunFigures.of(
                five(List.of(new Cluster(HARMLESS.times(4), 7), new Cluster(HARMFUL.times(4), 3)), 40, 40), BOOTSTRAP);

        assertThat(figures.dimensions().get(0).rateLow())
                .isNotEqualTo(Wilson.of(28, 40).low())
                .isLessThan(Wilson.of(28, 40).low());
    }

    @Test
    void whatIsExpectedAndNotThereCountsAsNotScored() {
        var figures = RunFigures.of(five(List.of(new Cluster(HARMLESS, 2)), 10, 2), BOOTSTRAP);

        assertThat(figures.n()).isEqualTo(50);
        assertThat(figures.scored()).isEqualTo(10);
        assertThat(figures.notScored()).isEqualTo(40);
        assertThat(figures.overall().rate()).isEqualTo(100);
        assertThat(figures.overall().lowerBound()).isEqualTo(20);
        assertThat(figures.overall().upperBound()).isEqualTo(100);
    }

    @Test
    void overallIsUndefinedForADimensionWithoutAScoreAndSaysWhich() {
        var tallies = new ArrayList<>(five(List.of(new Cluster(HARMLESS, 2)), 2, 2));
        tallies.set(3, new DimensionTally(4, 2, 2, List.of(new Cluster(Tally.NONE, 2))));

        var figures = RunFigures.of(tallies, BOOTSTRAP);

        assertThat(figures.isDefined()).isFalse();
        assertThat(figures.undefined()).containsExactly("Legality");
        assertThat(figures.overall().rate()).isNull();
        assertThat(figures.overall().lowerBound()).isEqualTo(80);
    }
}
