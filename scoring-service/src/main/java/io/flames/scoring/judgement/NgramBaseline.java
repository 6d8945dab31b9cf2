package io.flames.scoring.judgement;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.fit.SparseSoftmax;
import io.flames.scoring.heads.LinearHead;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Logistic regression over the answer's character n-grams, one a dimension: what can be told from the words alone, without
 * a language model. A dimension that it was not trained on gets 1.
 */
public final class NgramBaseline implements Baseline {
    /** On the mean cross-entropy; not tuned. */
    private static final double L2 = 0.001;

    private final Map<Dimension, SparseSoftmax> models;

    private NgramBaseline(Map<Dimension, SparseSoftmax> models) {
        this.models = models;
    }

    static NgramBaseline fit(List<LabelledText> training) {
        var models = new EnumMap<Dimension, SparseSoftmax>(Dimension.class);
        for (Dimension dimension : Dimensions.ALL) {
            var own = training.stream()
                    .filter(text -> text.dimension() == dimension)
                    .toList();
            if (!own.isEmpty()) {
                models.put(
                        dimension,
                        SparseSoftmax.fit(
                                own.stream()
                                        .map(text -> CharacterNgrams.of(text.response()))
                                        .toList(),
                                own.stream().mapToInt(LabelledText::label).toArray(),
                                Dimensions.scoresOf(dimension).size(),
                                CharacterNgrams.WIDTH,
                                L2));
            }
        }
        return new NgramBaseline(models);
    }

    @Override
    public String name() {
        return "character n-grams";
    }

    @Override
    public Given say(LabelledText text) {
        var model = models.get(text.dimension());
        if (model == null) {
            return Given.of(1);
        }
        double[] shares = model.probabilities(CharacterNgrams.of(text.response()));
        return new Given(
                Dimensions.scoresOf(text.dimension()).get(LinearHead.argmax(shares)),
                Arrays.stream(shares).boxed().toList());
    }
}
