package io.flames.scoring.train.full;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.onnx.graph.ScoringGraph;
import java.util.List;

/** Cross-entropy of each item's own head, weighted by class; the other heads say nothing about it. */
final class Loss {
    private static final int CLASSES = Dimensions.ALL.stream()
            .mapToInt(dimension -> Dimensions.scoresOf(dimension).size())
            .sum();

    private final ClassWeights weights;

    Loss(ClassWeights weights) {
        this.weights = weights;
    }

    /**
     * @param logits float [b, 13]
     * @return the weighted mean over the items, a scalar
     */
    NDArray of(NDArray logits, List<LabelledText> texts, NDManager manager) {
        int b = texts.size();
        var others = new float[b * CLASSES];
        var share = new float[b * CLASSES];
        java.util.Arrays.fill(others, ScoringGraph.HIDDEN);
        double total = texts.stream().mapToDouble(weights::of).sum();
        for (int item = 0; item < b; item++) {
            var text = texts.get(item);
            int from = item * CLASSES + firstOf(text.dimension());
            int classes = Dimensions.scoresOf(text.dimension()).size();
            java.util.Arrays.fill(others, from, from + classes, 0);
            share[from + text.label()] = (float) (weights.of(text) / total);
        }
        var shape = new Shape(b, CLASSES);
        return logits.add(manager.create(others, shape))
                .logSoftmax(-1)
                .mul(manager.create(share, shape))
                .sum()
                .neg();
    }

    /** Index of the dimension's first class among those of all heads. */
    static int firstOf(Dimension dimension) {
        int first = 0;
        for (var before : Dimensions.ALL) {
            if (before == dimension) {
                return first;
            }
            first += Dimensions.scoresOf(before).size();
        }
        throw new IllegalArgumentException("no dimension " + dimension);
    }
}
