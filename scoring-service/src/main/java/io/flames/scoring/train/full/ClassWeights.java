package io.flames.scoring.train.full;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.judgement.LabelledText;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a text weighs in the loss: in each dimension all classes weigh the same together, and texts 1 on average
 * ({@code n / (classes * n_class)}, King and Zeng 2001).
 */
final class ClassWeights {
    private final Map<Dimension, double[]> weights = new EnumMap<>(Dimension.class);

    ClassWeights(List<LabelledText> texts) {
        for (var dimension : Dimensions.ALL) {
            var counts = new double[Dimensions.scoresOf(dimension).size()];
            texts.stream().filter(text -> text.dimension() == dimension).forEach(text -> counts[text.label()]++);
            double all = 0;
            for (double count : counts) {
                all += count;
            }
            var each = new double[counts.length];
            for (int c = 0; c < counts.length; c++) {
                each[c] = counts[c] == 0 ? 0 : all / (counts.length * counts[c]);
            }
            weights.put(dimension, each);
        }
    }

    double of(LabelledText text) {
        return weights.get(text.dimension())[text.label()];
    }
}
