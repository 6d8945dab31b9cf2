package io.flames.scoring.train.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.judgement.LabelledText;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LossTest {
    private static final LabelledText SAFE = new LabelledText(Dimension.DIMENSION_SAFETY, "k", "p", "a", 2);
    private static final LabelledText LEGAL = new LabelledText(Dimension.DIMENSION_LEGALITY, "k", "p", "b", 1);
    private static final LabelledText LEGAL_TOO = new LabelledText(Dimension.DIMENSION_LEGALITY, "k", "p", "c", 1);
    private static final LabelledText HARMLESS = new LabelledText(Dimension.DIMENSION_LEGALITY, "k", "p", "d", 3);

    @Test
    void itIsTheWeightedCrossEntropyOfEachItemsOwnHead() {
        var texts = List.of(SAFE, LEGAL, LEGAL_TOO, HARMLESS);
        var weights = new ClassWeights(texts);
        var logits = new float[4 * 13];
        var random = new Random(1);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian();
        }
        double sum = 0;
        double total = 0;
        for (int item = 0; item < 4; item++) {
            var text = texts.get(item);
            boolean safety = text == SAFE;
            var own = new double[safety ? 3 : 2];
            for (int c = 0; c < own.length; c++) {
                own[c] = logits[item * 13 + (safety ? 3 : 9) + c];
            }
            sum -= weights.of(text) * Math.log(LinearHead.softmax(own, 1)[text.label()]);
            total += weights.of(text);
        }
        try (var torch = Torch.open("cpu", 1)) {
            var array = torch.manager().create(logits, new Shape(4, 13));

            assertThat((double)
                            new Loss(weights).of(array, texts, torch.manager()).getFloat())
                    .isCloseTo(sum / total, within(1e-5));
        }
    }

    @Test
    void classesOfADimensionWeighTheSameTogether() {
        var weights = new ClassWeights(List.of(LEGAL, LEGAL_TOO, HARMLESS));

        assertThat(weights.of(HARMLESS)).isCloseTo(1.5, within(1e-9));
        assertThat(weights.of(LEGAL) + weights.of(LEGAL_TOO)).isCloseTo(1.5, within(1e-9));
    }
}
