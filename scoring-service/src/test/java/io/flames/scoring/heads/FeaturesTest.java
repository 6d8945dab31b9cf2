package io.flames.scoring.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private static final int WIDTH = LastLayer.WIDTH;

    /** Prompt and response of two tokens, and the response alone; each row points along one axis. */
    private static final Map<Reading, LastLayer> LAYERS = Map.of(
            Reading.PAIR, layer(4, 0, 1, 2, 3, 4, 5, 6),
            Reading.RESPONSE_ALONE, layer(1, 10, 11, 12, 13));

    @Test
    void vectorsComeOneAfterTheOtherWithLengthOne() {
        float[] features = Features.RESPONSE_MEAN_AND_ALONE_CLS_AND_MEAN.of(LAYERS);

        assertThat(features).hasSize(Features.RESPONSE_MEAN_AND_ALONE_CLS_AND_MEAN.width());
        assertThat(features[4]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(features[5]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(features[WIDTH + 10]).isEqualTo(1);
        assertThat(features[2 * WIDTH + 11]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(features[2 * WIDTH + 12]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(sum(features)).isCloseTo(1 + 4 * Math.sqrt(0.5), within(1e-5));
    }

    @Test
    void whatSeesThePairAloneNeedsOnePass() {
        assertThat(Features.CLS_AND_RESPONSE_MEAN.readings()).containsExactly(Reading.PAIR);
        assertThat(Features.RESPONSE_MEAN_AND_ALONE_MEAN.readings())
                .containsExactlyInAnyOrder(Reading.PAIR, Reading.RESPONSE_ALONE);
    }

    @Test
    void everyChoiceSeesThePrompt() {
        assertThat(Features.values())
                .allSatisfy(features -> assertThat(features.readings()).contains(Reading.PAIR));
    }

    private static LastLayer layer(int responseStart, int... axes) {
        var rows = FloatBuffer.allocate(axes.length * WIDTH);
        for (int row = 0; row < axes.length; row++) {
            rows.put(row * WIDTH + axes[row], 3);
        }
        return new LastLayer(responseStart, axes.length, rows);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
