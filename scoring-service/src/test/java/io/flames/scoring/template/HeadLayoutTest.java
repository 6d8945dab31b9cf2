package io.flames.scoring.template;

import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_DATA_PROTECTION;
import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_FAIRNESS;
import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_LEGALITY;
import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_MORALITY;
import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_SAFETY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.template.HeadLayout.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadLayoutTest {
    @Test
    void thirteenColumnsAreTheHeadsInDimensionOrder() {
        var layout = new HeadLayout(Kind.CONCATENATED, List.of("logits"));
        double[] rows = IntStream.range(0, 26).asDoubleStream().toArray();

        assertThat(layout.width(0)).isEqualTo(13);
        assertThat(read(layout, DIMENSION_FAIRNESS, rows)).containsExactly(13, 14, 15);
        assertThat(read(layout, DIMENSION_SAFETY, rows)).containsExactly(16, 17, 18);
        assertThat(read(layout, DIMENSION_MORALITY, rows)).containsExactly(19, 20, 21);
        assertThat(read(layout, DIMENSION_LEGALITY, rows)).containsExactly(22, 23);
        assertThat(read(layout, DIMENSION_DATA_PROTECTION, rows)).containsExactly(24, 25);
    }

    @Test
    void fiveOutputsAreOneAHead() {
        var layout = new HeadLayout(Kind.SEPARATE, List.of("f", "s", "m", "l", "d"));

        assertThat(IntStream.range(0, 5).map(layout::width)).containsExactly(3, 3, 3, 2, 2);
        assertThat(layout.place(DIMENSION_LEGALITY)).isEqualTo(new HeadLayout.Place(3, List.of(0, 1)));
        assertThat(layout.place(DIMENSION_FAIRNESS)).isEqualTo(new HeadLayout.Place(0, List.of(0, 1, 2)));
    }

    @Test
    void ownColumnsAreTheScores() {
        var layout = new HeadLayout(Kind.OWN, List.of("logits"));

        assertThat(layout.width(0)).isEqualTo(3);
        assertThat(layout.place(DIMENSION_MORALITY).columns()).containsExactly(0, 1, 2);
        assertThat(layout.place(DIMENSION_DATA_PROTECTION).columns()).containsExactly(0, 2);
    }

    @Test
    void namesFitTheKind() {
        assertThatThrownBy(() -> new HeadLayout(Kind.SEPARATE, List.of("logits")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5");
        assertThatThrownBy(() -> new HeadLayout(Kind.OWN, List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HeadLayout(Kind.SEPARATE, List.of("a", "a", "b", "c", "d")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * By hand: hidden states of width 2, a Legality head without bias whose rows are (1, 0) and (0, 2); the last tokens'
     * states are (3, 1) and, before one of padding, (0, 5). So the logits are 3, 2 and 0, 10: classes 0 and 1, scores 3 and 1.
     */
    @Test
    void theReferenceIsReadAtTheLastTokenThatIsNotPadding() {
        double[][] states = {{9, 9}, {3, 1}, {0, 5}, {7, 7}};
        long[] mask = {1, 1, 1, 0};
        var logits = new double[4 * 13];
        for (int token = 0; token < 4; token++) {
            logits[token * 13 + 9] = states[token][0];
            logits[token * 13 + 10] = 2 * states[token][1];
        }
        var layout = new HeadLayout(Kind.CONCATENATED, List.of("logits"));

        double[] pooled = HeadLayout.logitsAtLastToken(logits, mask, 2, 13);

        var place = layout.place(DIMENSION_LEGALITY);
        assertThat(place.read(pooled, 13, 0)).containsExactly(3, 2);
        assertThat(place.read(pooled, 13, 1)).containsExactly(0, 10);
    }

    @Test
    void paddingInFrontIsUnderstoodToo() {
        assertThat(HeadLayout.logitsAtLastToken(new double[] {1, 2, 3}, new long[] {0, 1, 1}, 3, 1))
                .containsExactly(3);
    }

    @Test
    void anItemWithoutTokensIsRefused() {
        assertThatThrownBy(() -> HeadLayout.logitsAtLastToken(new double[] {1, 2}, new long[] {0, 0}, 2, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeadLayout.logitsAtLastToken(new double[] {1}, new long[] {1, 1}, 2, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Of the second of two items. */
    private static double[] read(HeadLayout layout, Dimension dimension, double[] rows) {
        var place = layout.place(dimension);
        return place.read(rows, layout.width(place.output()), 1);
    }
}
