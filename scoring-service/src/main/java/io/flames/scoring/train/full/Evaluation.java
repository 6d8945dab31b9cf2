package io.flames.scoring.train.full;

import ai.djl.ndarray.NDManager;
import io.flames.contracts.Dimensions;
import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.judgement.LabelledText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the network says about texts that it is not being trained on.
 *
 * @param logits of each text's own head, in the texts' order
 * @param loss mean cross-entropy, unweighted
 * @param accuracy share of texts with the authored score
 */
record Evaluation(List<double[]> logits, double loss, double accuracy) {
    static Evaluation of(
            Network network, List<EncodedText> texts, Features features, int batchSize, NDManager manager) {
        var logits = new double[texts.size()][];
        var order = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> texts.get(i).tokens()))
                .toList();
        for (int from = 0; from < order.size(); from += batchSize) {
            var some = order.subList(from, Math.min(order.size(), from + batchSize));
            try (var step = manager.newSubManager()) {
                var batch = Batch.of(some.stream().map(texts::get).toList(), features, step);
                float[] all = network.logits(batch, false).toFloatArray();
                int width = all.length / some.size();
                for (int row = 0; row < some.size(); row++) {
                    logits[some.get(row)] = own(texts.get(some.get(row)).text(), all, row * width);
                }
            }
        }
        return of(List.of(logits), texts);
    }

    private static double[] own(LabelledText text, float[] all, int row) {
        int first = row + Loss.firstOf(text.dimension());
        return IntStream.range(0, Dimensions.scoresOf(text.dimension()).size())
                .mapToDouble(c -> all[first + c])
                .toArray();
    }

    private static Evaluation of(List<double[]> logits, List<EncodedText> texts) {
        double loss = 0;
        int right = 0;
        for (int i = 0; i < texts.size(); i++) {
            int label = texts.get(i).text().label();
            loss -= Math.log(Math.max(LinearHead.softmax(logits.get(i), 1)[label], 1e-300));
            right += LinearHead.argmax(logits.get(i)) == label ? 1 : 0;
        }
        int n = Math.max(1, texts.size());
        return new Evaluation(new ArrayList<>(logits), loss / n, (double) right / n);
    }

    /** More texts right, or as many with less loss. */
    boolean betterThan(double otherAccuracy, double otherLoss) {
        return accuracy > otherAccuracy || accuracy == otherAccuracy && loss < otherLoss;
    }
}
