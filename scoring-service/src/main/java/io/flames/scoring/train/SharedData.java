package io.flames.scoring.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Public data as weak training data: 3 for the good answer, 1 for the bad one. Its texts never enter the project. */
final class SharedData {
    private SharedData() {}

    /** @param source the folder's name */
    record WeakText(String source, GradedText text) {}

    static List<WeakText> read(Path folder) {
        var texts = new ArrayList<WeakText>();
        texts.addAll(JadePairs.read(folder.resolve("jade-db")));
        texts.addAll(ColdComments.read(folder.resolve("cold")));
        texts.addAll(MoralChoices.read(folder.resolve("cmoraleval")));
        return texts;
    }
}
