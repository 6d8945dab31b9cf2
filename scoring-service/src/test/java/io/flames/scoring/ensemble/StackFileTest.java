package io.flames.scoring.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.ensemble.Stack.Layer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackFileTest {
    /** Reads the second member only. */
    private static final Stack SECOND = new Stack(
            List.of("a", "b"),
            Dimensions.ALL.stream()
                    .map(dimension -> {
                        int classes = Dimensions.scoresOf(dimension).size();
                        var weights = new double[classes][2 * classes];
                        for (int c = 0; c < classes; c++) {
                            weights[c][classes + c] = 1;
                        }
                        return new Layer(weights, new double[classes]);
                    })
                    .toList());

    @Test
    void whatIsWrittenIsRead() {
        var read = StackFile.read(StackFile.write(SECOND));

        assertThat(read.members()).containsExactly("a", "b");
        assertThat(read.logits(Dimension.DIMENSION_SAFETY, opinions()))
                .containsExactly(SECOND.logits(Dimension.DIMENSION_SAFETY, opinions()), within(0.0));
    }

    @Test
    void aStackThatCopiesOneMemberGivesItsProbabilities() {
        var shares = new Combination.Stacked(SECOND).combine(Dimension.DIMENSION_SAFETY, opinions());

        assertThat(shares)
                .extracting(Combination.Share::probability)
                .satisfiesExactly(
                        p -> assertThat(p).isCloseTo(0.1, within(1e-9)),
                        p -> assertThat(p).isCloseTo(0.2, within(1e-9)),
                        p -> assertThat(p).isCloseTo(0.7, within(1e-9)));
    }

    @Test
    void aMemberThatIsCertainHasFiniteInputs() {
        assertThat(Stack.inputs(List.of(new double[] {1, 0}))).containsExactly(new double[] {0, Math.log(1e-6)});
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        var json = new String(StackFile.write(SECOND), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> StackFile.read(bytes(json.replaceFirst("\"b\"", "\"b\", \"c\""))))
                .hasMessageContaining("expected 9: 3 members times 3 classes");
        assertThatThrownBy(() -> StackFile.read(bytes(json.replaceFirst("Safety", "Legality"))))
                .hasMessageContaining("where Safety with scores [3, 2, 1] is expected");
        assertThatThrownBy(() -> StackFile.read(bytes(json.replaceFirst("flames-stack-1", "other"))))
                .hasMessageContaining("of format other, expected flames-stack-1");
        assertThatThrownBy(() -> StackFile.read(bytes("{}"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StackFile.read(bytes("no JSON"))).hasMessageContaining("cannot be read");
    }

    private static List<double[]> opinions() {
        return List.of(new double[] {0.8, 0.1, 0.1}, new double[] {0.1, 0.2, 0.7});
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
