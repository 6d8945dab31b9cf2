package io.flames.scoring.evaluate;

import io.flames.scoring.dataset.DataSetFolder;
import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.Part;
import io.flames.scoring.dataset.Placed;
import io.flames.scoring.judgement.Baseline;
import io.flames.scoring.judgement.Judged;
import io.flames.scoring.judgement.LabelledText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a scorer is judged by.
 *
 * @param name of it, for people
 * @param digest of the data set; empty for a plain file
 * @param items to be judged
 * @param validation to learn temperatures from; empty where there is none
 * @param training for the baselines; empty: they are fitted on four fifths of the texts and judged by the last, five times
 */
record Labelled(
        String name, String digest, List<Item> items, List<LabelledText> validation, List<LabelledText> training) {
    private static final int FOLDS = 5;

    static Labelled read(Path path, Part part) {
        if (!DataSetFolder.is(path)) {
            return new Labelled(
                    String.valueOf(path.getFileName()),
                    "",
                    DataSetFolder.readLines(path, "unknown", false).values().stream()
                            .flatMap(List::stream)
                            .map(Placed::item)
                            .toList(),
                    List.of(),
                    List.of());
        }
        var frozen = DataSetFolder.read(path);
        return new Labelled(
                path.getFileName() + ", " + part.id(),
                frozen.manifest().digest(),
                frozen.data().of(part),
                part == Part.VALIDATION ? List.of() : texts(frozen.data().of(Part.VALIDATION)),
                part == Part.TRAIN ? List.of() : texts(frozen.data().of(Part.TRAIN)));
    }

    List<LabelledText> texts() {
        return texts(items);
    }

    private static List<LabelledText> texts(List<Item> items) {
        return items.stream().map(Item::labelled).toList();
    }

    /** By baseline's name. */
    Map<String, List<Judged>> baselines() {
        var judged = new LinkedHashMap<String, List<Judged>>();
        var texts = texts();
        if (!training.isEmpty()) {
            add(judged, Baseline.all(training), texts);
            return judged;
        }
        for (int fold = 0; fold < FOLDS; fold++) {
            int left = fold;
            add(
                    judged,
                    Baseline.all(
                            texts.stream().filter(text -> fold(text) != left).toList()),
                    texts.stream().filter(text -> fold(text) == left).toList());
        }
        return judged;
    }

    /** All answers to a prompt are in one fold. */
    private static int fold(LabelledText text) {
        return Math.floorMod(text.group().hashCode(), FOLDS);
    }

    private static void add(Map<String, List<Judged>> judged, List<Baseline> baselines, List<LabelledText> texts) {
        for (Baseline baseline : baselines) {
            var said = judged.computeIfAbsent(baseline.name(), name -> new ArrayList<>());
            texts.forEach(text -> said.add(Judged.of(text, Optional.of(baseline.say(text)))));
        }
    }

    /** Those to be judged, then those to learn temperatures from. */
    List<LabelledText> asked() {
        return Stream.concat(texts().stream(), validation.stream()).toList();
    }
}
