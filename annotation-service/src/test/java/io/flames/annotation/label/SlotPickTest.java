package io.flames.annotation.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SlotPickTest {
    private static final UUID ANNA = new UUID(1, 1);

    @Test
    void goldComesAtItsRateAndAtTheSamePlacesWhenAskedAgain() {
        for (double rate : new double[] {0, 0.05, 0.5}) {
            long gold = LongStream.range(0, 10_000)
                    .filter(served -> SlotPick.isGoldsTurn(rate, 7, ANNA, served))
                    .count();
            // Five standard deviations of a binomial draw.
            assertThat((double) gold)
                    .isBetween(
                            10_000 * rate - 5 * Math.sqrt(10_000 * rate * (1 - rate)) - 1e-9,
                            10_000 * rate + 5 * Math.sqrt(10_000 * rate * (1 - rate)) + 1e-9);
        }
        assertThat(SlotPick.isGoldsTurn(0.5, 7, ANNA, 3)).isEqualTo(SlotPick.isGoldsTurn(0.5, 7, ANNA, 3));
    }
}
