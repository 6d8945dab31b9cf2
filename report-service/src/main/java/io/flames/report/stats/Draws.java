package io.flames.report.stats;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/** Draws the prompts of one stratum with replacement, as many as there are; counts how often each kind came. */
final class Draws {
    private final int[] kindOfPrompt;
    private final int kinds;

    private Draws(int[] kindOfPrompt, int kinds) {
        this.kindOfPrompt = kindOfPrompt;
        this.kinds = kinds;
    }

    static <K> Draws of(List<K> kinds, ToLongFunction<K> prompts) {
        var kindOfPrompt =
                new int[Math.toIntExact(kinds.stream().mapToLong(prompts).sum())];
        int at = 0;
        for (int kind = 0; kind < kinds.size(); kind++) {
            for (long i = prompts.applyAsLong(kinds.get(kind)); i > 0; i--) {
                kindOfPrompt[at++] = kind;
            }
        }
        return new Draws(kindOfPrompt, kinds.size());
    }

    int[] next(SplittableRandom random) {
        var counts = new int[kinds];
        for (int i = 0; i < kindOfPrompt.length; i++) {
            counts[kindOfPrompt[random.nextInt(kindOfPrompt.length)]]++;
        }
        return counts;
    }
}
