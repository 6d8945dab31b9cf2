package io.flames.scoring.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadsFileTest {
    @Test
    void whatIsWrittenIsRead() {
        var heads = new Heads(Features.CLS, List.of(head(3, 1), head(3, 2), head(3, 3), head(2, 4), head(2, 5)));

        var read = HeadsFile.read(HeadsFile.write(heads));

        assertThat(read.features()).isEqualTo(Features.CLS);
        for (int i = 0; i < 5; i++) {
            assertThat(read.heads().get(i).weights())
                    .isDeepEqualTo(heads.heads().get(i).weights());
            assertThat(read.heads().get(i).bias())
                    .isEqualTo(heads.heads().get(i).bias());
            assertThat(read.heads().get(i).temperature())
                    .isEqualTo(heads.heads().get(i).temperature());
        }
    }

    @Test
    void ngramsAreKeptToFourDigits() {
        var weights = new float[][] {
            {1, -2, 3, 0, 0.5f, 0, 7, 8, 9, 10, 11, 12, 13}, {0.1f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -26}
        };
        var heads = new Heads(
                Features.CLS,
                List.of(head(3, 1), head(3, 2), head(3, 3), head(2, 4), head(2, 5)),
                Optional.of(new Ngrams(new int[] {Ngrams.key(7, Ngrams.NONE), Ngrams.key(7, 8)}, weights)));

        var read = HeadsFile.read(HeadsFile.write(heads));

        assertThat(read.ngrams().orElseThrow().keys()).containsExactly(7 << 16, 7 << 16 | 9);
        for (int i = 0; i < weights.length; i++) {
            for (int c = 0; c < weights[i].length; c++) {
                assertThat(read.ngrams().orElseThrow().weights()[i][c]).isCloseTo(weights[i][c], within(4e-4f));
            }
        }
        assertThat(HeadsFile.write(read)).isEqualTo(HeadsFile.write(HeadsFile.read(HeadsFile.write(read))));
    }

    @Test
    void anNgramWithoutAWeightForEachClassIsRefused() {
        assertThatThrownBy(() -> new Heads(
                        Features.CLS,
                        List.of(head(3, 1), head(3, 2), head(3, 3), head(2, 4), head(2, 5)),
                        Optional.of(new Ngrams(new int[] {1}, new float[][] {{1, 2, 3}}))))
                .hasMessageContaining("an n-gram has 3 weights, expected one for each of 13 classes");
    }

    @Test
    void aHeadWithTheWrongClassesIsRefused() {
        assertThatThrownBy(() ->
                        new Heads(Features.CLS, List.of(head(3, 1), head(3, 2), head(3, 3), head(3, 4), head(2, 5))))
                .hasMessageContaining("the head of Legality has 3 classes, expected 2");
    }

    @Test
    void aFileThatIsNoneIsRefused() {
        assertThatThrownBy(() -> HeadsFile.read("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void probabilitiesSumToOneAndFollowTheTemperature() {
        double[] logits = {2, 1, -300};

        assertThat(LinearHead.softmax(logits, 1)).satisfies(shares -> assertThat(shares[0] + shares[1] + shares[2])
                .isCloseTo(1, offset(1e-12)));
        assertThat(LinearHead.softmax(logits, 4)[0]).isLessThan(LinearHead.softmax(logits, 1)[0]);
        assertThat(LinearHead.argmax(logits)).isZero();
    }

    @Test
    void logitsAreWeightsTimesFeaturesPlusBias() {
        var head = new LinearHead(new float[][] {{1, 2}, {-1, 0.5f}}, new float[] {0.25f, -1}, 1);

        assertThat(head.logits(new float[] {3, 4})).containsExactly(11.25, -2);
    }

    private static LinearHead head(int classes, long seed) {
        var random = new Random(seed);
        var weights = new float[classes][Features.CLS.width()];
        var bias = new float[classes];
        for (int c = 0; c < classes; c++) {
            bias[c] = random.nextFloat();
            for (int i = 0; i < weights[c].length; i++) {
                weights[c][i] = (float) random.nextGaussian();
            }
        }
        return new LinearHead(weights, bias, 0.5 + random.nextDouble());
    }
}
