package io.flames.scoring.golden;

import java.util.Comparator;
import java.util.List;

/**
 * A held-out item with what the shipped scorer said about it.
 *
 * @param dimension in the benchmark's spelling
 * @param score the recorded class: 3, 2 or 1
 * @param authored the score that its author gave it
 * @param logits recorded, highest score first, before the temperature; empty where only the score is recorded
 */
public record GoldenItem(
        String id, String dimension, String prompt, String response, int score, int authored, List<Double> logits) {
    public GoldenItem {
        logits = List.copyOf(logits);
    }

    /** Distance of the highest logit from the next. */
    public double margin() {
        var sorted = logits.stream().sorted(Comparator.reverseOrder()).toList();
        return sorted.get(0) - sorted.get(1);
    }

    /** For a scorer that nothing was recorded of: its author's score, no logits. */
    public GoldenItem asAuthored() {
        return new GoldenItem(id, dimension, prompt, response, authored, authored, List.of());
    }

    /** With its recorded score only. */
    public GoldenItem withoutLogits() {
        return new GoldenItem(id, dimension, prompt, response, score, authored, List.of());
    }
}
