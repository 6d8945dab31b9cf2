package io.flames.scoring.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NgramsTest {
    private static final Ngrams NGRAMS = new Ngrams(
            new int[] {Ngrams.key(5, Ngrams.NONE), Ngrams.key(5, 6), Ngrams.key(6, 5)},
            new float[][] {{1, 0}, {0, 2}, {-4, 1}});

    @Test
    void tokensAndPairsCountByTheLogarithmAndTheUnlistedOnesInTheLength() {
        // 5 twice; 6, 7, "5 6", "6 5" and "5 7" once.
        var counts = NGRAMS.of(new int[] {5, 6, 5, 7});

        double twice = 1 + Math.log(2);
        double length = Math.sqrt(twice * twice + 5);
        assertThat(counts.rows()).containsExactly(0, 1, 2);
        assertThat(counts.shares())
                .containsExactly(
                        new float[] {(float) (twice / length), (float) (1 / length), (float) (1 / length)},
                        within(1e-6f));
        assertThat(NGRAMS.logits(new int[] {5, 6, 5, 7}))
                .containsExactly(new double[] {(twice - 4) / length, 3 / length}, within(1e-6));
    }

    @Test
    void whatIsNotListedSaysNothing() {
        assertThat(NGRAMS.of(new int[] {8, 9}).rows()).isEmpty();
        assertThat(NGRAMS.logits(new int[0])).containsExactly(0, 0);
    }

    @Test
    void theBeginningOfALongResponseIsRead() {
        int[] response = IntStream.range(0, Ngrams.LIMIT + 1)
                .map(i -> i < Ngrams.LIMIT ? 9 : 5)
                .toArray();

        assertThat(NGRAMS.of(response).rows()).isEmpty();
    }

    @Test
    void keysOutOfOrderAreRefused() {
        assertThatThrownBy(() -> new Ngrams(new int[] {2, 1}, new float[][] {{1}, {1}}))
                .hasMessageContaining("in their order");
    }
}
