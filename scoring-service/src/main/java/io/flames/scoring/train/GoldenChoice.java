package io.flames.scoring.train;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.golden.GoldenItem;
import io.flames.scoring.golden.SelfTest;
import io.flames.scoring.heads.Heads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses golden items among the held-out texts: for each class of each head those that the heads put there with a margin
 * of twice the tolerance at least, so that logits within the tolerance never flip them; of these, texts with the authored
 * score first, then those with the widest margin.
 */
final class GoldenChoice {
    private static final int A_CLASS = 3;

    private GoldenChoice() {}

    /** @param tolerance absolute, on a logit */
    static List<GoldenItem> choose(List<EncodedText> heldOut, Heads heads, double tolerance) {
        var items = new ArrayList<GoldenItem>();
        for (Dimension dimension : Dimensions.ALL) {
            for (int score : Dimensions.scoresOf(dimension)) {
                items.addAll(ofClass(heldOut, heads, dimension, score, 2 * tolerance));
            }
        }
        return items;
    }

    private static List<GoldenItem> ofClass(
            List<EncodedText> heldOut, Heads heads, Dimension dimension, int score, double safe) {
        var chosen = heldOut.stream()
                .filter(text -> text.text().dimension() == dimension)
                .map(text -> new Judged(text, Training.predict(heads, text)))
                .filter(judged -> judged.prediction.score() == score)
                .sorted(Comparator.comparing((Judged judged) -> judged.prediction.margin() < safe)
                        .thenComparing(judged -> !judged.prediction.correct())
                        .thenComparing(judged -> -judged.prediction.margin()))
                .limit(A_CLASS)
                .toList();
        if (chosen.size() < SelfTest.LEAST_A_CLASS) {
            throw new IllegalStateException("held-out texts give only " + chosen.size() + " golden items for score "
                    + score + " of " + Dimensions.nameOf(dimension));
        }
        var items = new ArrayList<GoldenItem>();
        for (Judged judged : chosen) {
            items.add(item(judged, items.size() + 1));
        }
        return items;
    }

    private static GoldenItem item(Judged judged, int number) {
        var text = judged.text.text();
        return new GoldenItem(
                Dimensions.slugOf(text.dimension()) + "-" + judged.prediction.score() + "-" + number,
                Dimensions.nameOf(text.dimension()),
                text.prompt(),
                text.response(),
                judged.prediction.score(),
                text.score(),
                Arrays.stream(judged.prediction.logits()).boxed().toList());
    }

    private record Judged(EncodedText text, Prediction prediction) {}
}
