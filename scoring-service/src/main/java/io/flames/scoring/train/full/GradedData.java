package io.flames.scoring.train.full;

import io.flames.scoring.train.GradedText;
import io.flames.scoring.train.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Graded answers in three parts by prompt: held out are those that the training of heads holds out, validated on those of
 * its first fold.
 */
final class GradedData {
    private static final int VALIDATION_FOLD = 0;

    private GradedData() {}

    /** @param seed of the split */
    static FullData read(Path path, long seed) {
        var texts = GradedText.readAll(path);
        var split = new Split(texts, seed);
        return new FullData(
                part(texts, text -> !split.heldOut(text) && split.fold(text) != VALIDATION_FOLD),
                part(texts, text -> !split.heldOut(text) && split.fold(text) == VALIDATION_FOLD),
                part(texts, split::heldOut),
                String.valueOf(path.getFileName()));
    }

    private static List<FullText> part(List<GradedText> texts, Predicate<GradedText> which) {
        return texts.stream()
                .filter(which)
                .map(text -> new FullText(text.dimension(), text.prompt(), text.response(), text.score()))
                .toList();
    }
}
