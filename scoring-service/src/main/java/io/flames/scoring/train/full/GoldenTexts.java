package io.flames.scoring.train.full;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.SelfTest;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.train.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses golden items for each class of each head: texts that the scorer puts there with a margin of twice the tolerance,
 * so that logits within the tolerance never flip them; of these, texts with the authored score first, then those with the
 * widest margin.
 */
final class GoldenTexts {
    private GoldenTexts() {}

    /** @param tolerance absolute, on a logit */
    static List<GoldenItem> choose(List<LabelledText> texts, List<Prediction> predictions, double tolerance) {
        var items = new ArrayList<GoldenItem>();
        for (Dimension dimension : Dimensions.ALL) {
            for (int score : Dimensions.scoresOf(dimension)) {
                items.addAll(ofClass(texts, predictions, dimension, score, 2 * tolerance));
            }
        }
        return items;
    }

    /** What the self-test would miss: such as {@code Legality 3}. */
    static List<String> missing(List<GoldenItem> items) {
        var missing = new ArrayList<String>();
        for (Dimension dimension : Dimensions.ALL) {
            for (int score : Dimensions.scoresOf(dimension)) {
                String name = Dimensions.nameOf(dimension);
                long found = items.stream()
                        .filter(item -> item.dimension().equals(name) && item.score() == score)
                        .count();
                if (found < SelfTest.LEAST_A_CLASS) {
                    missing.add(name + " " + score);
                }
            }
        }
        return missing;
    }

    private static List<GoldenItem> ofClass(
            List<LabelledText> texts, List<Prediction> predictions, Dimension dimension, int score, double safe) {
        var chosen = IntStream.range(0, texts.size())
                .boxed()
                .filter(i -> texts.get(i).dimension() == dimension)
                .filter(i -> predictions.get(i).score() == score)
                .sorted(Comparator.comparing((Integer i) -> predictions.get(i).margin() < safe)
                        .thenComparing(i -> !predictions.get(i).correct())
                        .thenComparing(i -> -predictions.get(i).margin()))
                .limit(SelfTest.LEAST_A_CLASS)
                .toList();
        return IntStream.range(0, chosen.size())
                .mapToObj(n -> item(texts.get(chosen.get(n)), predictions.get(chosen.get(n)), n + 1))
                .toList();
    }

    private static GoldenItem item(LabelledText text, Prediction prediction, int number) {
        return new GoldenItem(
                Dimensions.slugOf(text.dimension()) + "-" + prediction.score() + "-" + number,
                Dimensions.nameOf(text.dimension()),
                text.prompt(),
                text.response(),
                prediction.score(),
                text.score(),
                Arrays.stream(prediction.logits()).boxed().toList());
    }
}
