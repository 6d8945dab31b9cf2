package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.fit.Lbfgs;
import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.train.HeadTrainer.Row;
import io.flames.scoring.train.HeadTrainer.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is chosen between.
 *
 * @param l2 penalty of a head's own weights
 * @param sharing how freely heads share what they know of a score, 0: not at all, see {@link
 *     io.flames.scoring.fit.SharedSoftmax}
 * @param pairScale factor of the vectors that read prompt and response together, against those of the response alone:
 *     below 1 they have to earn larger weights
 * @param weakWeight weight of a weak text against a graded one; 0: weak data is not used
 * @param ngrams how much the response's n-grams count beside the encoder's vectors, see {@link NgramFit}; 0: nothing
 */
record Choice(Features features, double l2, double sharing, double pairScale, double weakWeight, double ngrams) {

    /** To compare settings by. */
    Heads fitRoughly(List<EncodedText> graded, List<EncodedText> weak) {
        return fit(graded, weak, ngrams(graded, Lbfgs.ROUGH), Lbfgs.ROUGH);
    }

    /** @return heads of temperature 1 */
    Heads fit(List<EncodedText> graded, List<EncodedText> weak) {
        return fit(graded, weak, ngrams(graded, Lbfgs.EXACT), Lbfgs.EXACT);
    }

    private Optional<NgramFit> ngrams(List<EncodedText> graded, double tolerance) {
        return ngrams > 0 ? NgramFit.of(graded, tolerance) : Optional.empty();
    }

    /**
     * @param fitted n-grams of the graded texts, which are the same for every choice
     * @param tolerance see {@link Lbfgs}
     */
    Heads fit(List<EncodedText> graded, List<EncodedText> weak, Optional<NgramFit> fitted, double tolerance) {
        var heads = vectors(graded, weak, tolerance);
        return ngrams > 0 ? fitted.map(said -> said.addedTo(heads, ngrams)).orElse(heads) : heads;
    }

    private Heads vectors(List<EncodedText> graded, List<EncodedText> weak, double tolerance) {
        float[] scales = scales();
        var tasks = new ArrayList<Task>();
        for (Dimension dimension : Dimensions.ALL) {
            var rows = new ArrayList<Row>();
            add(rows, graded, dimension, scales, 1);
            if (weakWeight > 0) {
                add(rows, weak, dimension, scales, weakWeight);
            }
            tasks.add(new Task(rows, classes(dimension)));
        }
        return new Heads(
                features,
                HeadTrainer.fit(tasks, l2, sharing, tolerance).stream()
                        .map(head -> unscaled(head, scales))
                        .toList());
    }

    private void add(List<Row> rows, List<EncodedText> texts, Dimension dimension, float[] scales, double factor) {
        for (EncodedText text : texts) {
            if (text.text().dimension() == dimension) {
                var read = text.features(features);
                for (int i = 0; i < read.length; i++) {
                    read[i] *= scales[i];
                }
                rows.add(new Row(read, text.text().label(), factor * text.weight()));
            }
        }
    }

    /** Which of the scores 3, 2, 1 each class of the dimension's head is. */
    static int[] classes(Dimension dimension) {
        return Dimensions.scoresOf(dimension).stream()
                .mapToInt(score -> 3 - score)
                .toArray();
    }

    private float[] scales() {
        var scales = new float[features.width()];
        int at = 0;
        for (var vector : features.vectors()) {
            float scale = vector.reading() == Reading.PAIR ? (float) pairScale : 1;
            for (int i = 0; i < Features.VECTOR; i++) {
                scales[at++] = scale;
            }
        }
        return scales;
    }

    private static LinearHead unscaled(LinearHead head, float[] scales) {
        for (float[] row : head.weights()) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= scales[i];
            }
        }
        return head;
    }
}
