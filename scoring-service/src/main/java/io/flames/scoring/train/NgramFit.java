package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.fit.SharedSparseSoftmax;
import io.flames.scoring.fit.SparseSoftmax.Row;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.heads.Ngrams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What n-grams of the response say, fitted for itself: softmax regressions on those that enough texts have, which share what
 * they know of a score. Heads add it to what they read of the encoder, times a factor that was chosen on left-out sources.
 *
 * @param weights a row an n-gram, a number for each class of all heads
 * @param bias a number for each class of all heads
 */
record NgramFit(int[] keys, float[][] weights, float[] bias) {
    /** Texts that an n-gram has to be in. */
    static final int TEXTS = 10;

    private static final double L2 = 0.001;
    private static final double SHARING = 3;
    /** Scores 3, 2, 1. */
    private static final int SHARED_CLASSES = 3;

    /** Empty where no n-gram is in enough texts. */
    static Optional<NgramFit> of(List<EncodedText> texts, double tolerance) {
        int[] keys = keys(texts);
        if (keys.length == 0) {
            return Optional.empty();
        }
        var tasks = Dimensions.ALL.stream()
                .map(dimension -> task(texts, dimension, keys))
                .toList();
        return Optional.of(
                of(keys, new SharedSparseSoftmax(tasks, keys.length, SHARED_CLASSES, L2, SHARING).fit(tolerance)));
    }

    private static int[] keys(List<EncodedText> texts) {
        Map<Integer, Integer> counts = new HashMap<>();
        texts.forEach(text -> IntStream.of(Ngrams.all(text.response()))
                .distinct()
                .forEach(key -> counts.merge(key, 1, Integer::sum)));
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= TEXTS)
                .mapToInt(Map.Entry::getKey)
                .sorted()
                .toArray();
    }

    private static SharedSparseSoftmax.Task task(List<EncodedText> texts, Dimension dimension, int[] keys) {
        var own = Training.only(texts, text -> text.text().dimension() == dimension);
        int[] labels = own.stream().mapToInt(text -> text.text().label()).toArray();
        return new SharedSparseSoftmax.Task(
                own.stream().map(text -> row(keys, text)).toList(),
                labels,
                balanced(labels, Dimensions.scoresOf(dimension).size()),
                Choice.classes(dimension));
    }

    private static Row row(int[] keys, EncodedText text) {
        var counts = Ngrams.counts(keys, text.response());
        return new Row(counts.rows(), counts.shares());
    }

    /** Each class weighs the same in total, and all together 1. */
    private static double[] balanced(int[] labels, int classes) {
        var totals = new int[classes];
        IntStream.of(labels).forEach(label -> totals[label]++);
        long present = IntStream.of(totals).filter(total -> total > 0).count();
        return IntStream.of(labels)
                .mapToDouble(label -> 1.0 / totals[label] / present)
                .toArray();
    }

    private static NgramFit of(int[] keys, List<double[]> fitted) {
        int all = Dimensions.ALL.stream()
                .mapToInt(dimension -> Dimensions.scoresOf(dimension).size())
                .sum();
        var weights = new float[keys.length][all];
        var bias = new float[all];
        int first = 0;
        for (int t = 0; t < fitted.size(); t++) {
            int classes = Dimensions.scoresOf(Dimensions.ALL.get(t)).size();
            for (int c = 0; c < classes; c++) {
                for (int i = 0; i < keys.length; i++) {
                    weights[i][first + c] = (float) fitted.get(t)[i * classes + c];
                }
                bias[first + c] = (float) fitted.get(t)[keys.length * classes + c];
            }
            first += classes;
        }
        return new NgramFit(keys, weights, bias);
    }

    /** The heads with all of this added to theirs, times the factor. */
    Heads addedTo(Heads heads, double factor) {
        var scaled = new float[weights.length][bias.length];
        for (int i = 0; i < scaled.length; i++) {
            for (int c = 0; c < bias.length; c++) {
                scaled[i][c] = (float) (factor * weights[i][c]);
            }
        }
        var moved = new ArrayList<LinearHead>();
        int at = 0;
        for (LinearHead head : heads.heads()) {
            var own = head.bias().clone();
            for (int c = 0; c < own.length; c++) {
                own[c] += (float) (factor * bias[at++]);
            }
            moved.add(new LinearHead(head.weights(), own, head.temperature()));
        }
        return new Heads(heads.features(), moved, Optional.of(new Ngrams(keys, scaled)));
    }
}
