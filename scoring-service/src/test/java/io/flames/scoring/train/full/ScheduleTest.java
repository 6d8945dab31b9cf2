package io.flames.scoring.train.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void theRateRisesToTheLargestAndFallsTowardsZero() {
        var rate = new LearningRate(100, 0.1);

        assertThat(rate.at(0)).isCloseTo(0.1, within(1e-9));
        assertThat(rate.at(9)).isEqualTo(1);
        assertThat(rate.at(10)).isEqualTo(1);
        assertThat(rate.at(55)).isCloseTo(0.5, within(1e-9));
        assertThat(rate.at(99)).isCloseTo(1 / 90.0, within(1e-9));
        assertThat(new LearningRate(10, 0).at(0)).isEqualTo(1);
    }

    @Property(tries = 50)
    void anEpochHasEachItemOnceAndDependsOnSeedAndEpochOnly(
            @ForAll @IntRange(min = 1, max = 700) int items, @ForAll @IntRange(min = 1, max = 33) int batch) {
        int[] lengths = IntStream.range(0, items).map(i -> 7 * i % 101).toArray();
        var order = new BatchOrder(lengths, batch, 11);

        var first = order.epoch(0);

        assertThat(first).hasSize(order.steps()).isEqualTo(new BatchOrder(lengths, batch, 11).epoch(0));
        assertThat(first.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(indices(items));
        assertThat(first).allSatisfy(some -> assertThat(some).hasSizeBetween(1, batch));
    }

    @Test
    void epochsDifferAndLittleIsPadded() {
        var random = new Random(1);
        int[] lengths =
                IntStream.range(0, 1000).map(i -> 20 + random.nextInt(400)).toArray();
        var order = new BatchOrder(lengths, 8, 3);

        assertThat(order.epoch(1)).isNotEqualTo(order.epoch(0));
        assertThat(padded(order.epoch(0), lengths))
                .isLessThan(11L * IntStream.of(lengths).sum() / 10);
    }

    @Test
    void theSpeedIsThatOfTheLastSteps() {
        var start = Instant.parse("2026-01-01T00:00:00Z");
        var speed = new Speed(start);
        assertThat(speed.perSecond()).isZero();

        speed.step(start.plusSeconds(2), 8);
        assertThat(speed.perSecond()).isEqualTo(4);

        speed.again(start.plusSeconds(100));
        speed.step(start.plusSeconds(101), 8);
        assertThat(speed.perSecond()).isEqualTo(8);
    }

    private static long padded(List<List<Integer>> batches, int[] lengths) {
        return batches.stream()
                .mapToLong(items -> (long) items.size()
                        * items.stream().mapToInt(i -> lengths[i]).max().orElseThrow())
                .sum();
    }

    private static List<Integer> indices(int items) {
        return IntStream.range(0, items).boxed().toList();
    }
}
