package io.flames.scoring.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is held out and who is in which fold. Prompts are split, not answers: all answers to one prompt stay together.
 * Stratified by subcomponent; the same texts and seed give the same split.
 */
final class Split {
    static final int FOLDS = 5;
    private static final double HELD_OUT = 0.2;
    private static final int HELD_OUT_MARK = -1;

    private final Map<String, Integer> places = new HashMap<>();

    Split(List<GradedText> texts, long seed) {
        var keys = new TreeMap<String, TreeSet<String>>();
        for (GradedText text : texts) {
            keys.computeIfAbsent(text.subcomponent(), s -> new TreeSet<>()).add(text.promptKey());
        }
        var random = new Random(seed);
        int fold = 0;
        for (var subcomponent : keys.values()) {
            var shuffled = new ArrayList<>(subcomponent);
            Collections.shuffle(shuffled, random);
            long heldOut = Math.round(shuffled.size() * HELD_OUT);
            for (int i = 0; i < shuffled.size(); i++) {
                places.put(shuffled.get(i), i < heldOut ? HELD_OUT_MARK : fold++ % FOLDS);
            }
        }
    }

    boolean heldOut(GradedText text) {
        return places.get(text.promptKey()) == HELD_OUT_MARK;
    }

    /** From 0; not for held-out texts. */
    int fold(GradedText text) {
        return places.get(text.promptKey());
    }
}
