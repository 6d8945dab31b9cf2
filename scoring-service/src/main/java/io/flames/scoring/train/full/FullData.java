package io.flames.scoring.train.full;

import io.flames.contracts.Dimensions;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.scorer.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The texts in three parts that share no prompt.
 *
 * @param training what the weights are fitted to
 * @param validation what says when to stop, and fits the temperatures
 * @param heldOut takes part in nothing but the figures
 * @param source where they come from, for the model card
 */
public record FullData(
        List<LabelledText> training, List<LabelledText> validation, List<LabelledText> heldOut, String source) {
    public FullData {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        heldOut = List.copyOf(heldOut);
        requireAllClasses(training);
        if (validation.isEmpty()) {
            throw new IllegalArgumentException(
                    "the data set has no validation part, by which the mode full knows when to"
                            + " stop: freeze it with one (flames dataset freeze --validation-share or --validation-target)");
        }
    }

    /** Says all that is missing at once. */
    private static void requireAllClasses(List<LabelledText> training) {
        if (training.isEmpty()) {
            throw new IllegalArgumentException("the data set has no training part");
        }
        var missing = new ArrayList<String>();
        for (var dimension : Dimensions.ALL) {
            for (int score : Dimensions.scoresOf(dimension)) {
                if (training.stream().noneMatch(t -> t.dimension() == dimension && t.score() == score)) {
                    missing.add(Dimensions.nameOf(dimension) + " " + score);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the training part has no answer for " + String.join(", ", missing)
                    + ": a head needs each score of its dimension");
        }
    }

    List<LabelledText> all() {
        return Stream.of(heldOut, validation, training).flatMap(List::stream).toList();
    }

    /** SHA-256 of a part's texts and scores, in their order. */
    static String digest(List<LabelledText> texts) {
        var digest = new Digest();
        for (LabelledText text : texts) {
            digest.part(Dimensions.slugOf(text.dimension()) + " " + text.score() + " prompt", text.prompt())
                    .part("response", text.response());
        }
        return digest.hex();
    }
}
