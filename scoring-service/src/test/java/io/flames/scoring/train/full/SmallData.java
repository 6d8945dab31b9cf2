package io.flames.scoring.train.full;

import io.flames.contracts.Dimensions;
import io.flames.scoring.dataset.DataSetFolder;
import io.flames.scoring.heads.Features;
import io.flames.scoring.judgement.LabelledText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Few and short answers of every class, from the project's own. */
final class SmallData {
    private SmallData() {}

    static Path graded() {
        return Path.of(System.getProperty("flames.root"), "scoring-service/training/graded");
    }

    /** So many of each class in each part, the shortest there are. */
    static FullData of(int training, int validation, int heldOut) {
        var parts =
                List.of(new ArrayList<LabelledText>(), new ArrayList<LabelledText>(), new ArrayList<LabelledText>());
        var sizes = List.of(training, validation, heldOut);
        var all = DataSetFolder.readLines(graded(), "authored", false).values().stream()
                .flatMap(List::stream)
                .map(placed -> placed.item().labelled())
                .sorted(Comparator.comparing((LabelledText text) ->
                                text.prompt().length() + text.response().length())
                        .thenComparing(LabelledText::response))
                .toList();
        for (var dimension : Dimensions.ALL) {
            for (int score : Dimensions.scoresOf(dimension)) {
                var own = all.stream()
                        .filter(text -> text.dimension() == dimension && text.score() == score)
                        .iterator();
                for (int part = 0; part < parts.size(); part++) {
                    for (int i = 0; i < sizes.get(part); i++) {
                        parts.get(part).add(own.next());
                    }
                }
            }
        }
        return new FullData(parts.get(0), parts.get(1), parts.get(2), "small");
    }

    /** So many of each class. */
    static List<LabelledText> texts(int ofClass) {
        return of(ofClass, 1, 0).training();
    }

    /** All but the last layer frozen, so that a step takes little. */
    static FullSettings settings(int epochs) {
        return new FullSettings(
                epochs, 8, 2e-4, 1e-2, 0.1, 0.01, 1, 0.1, 64, 4, epochs, Features.CLS_AND_RESPONSE_MEAN, 1, 5);
    }
}
