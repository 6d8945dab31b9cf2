package io.flames.scoring.train.full;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which items go into which step of an epoch: shuffled, then sorted by length among neighbours, so that little is padded
 * while company and order still change from epoch to epoch. The same seed and epoch give the same order, which is how a
 * resumed training goes on where it was.
 */
final class BatchOrder {
    /** Batches among which items are sorted by length. */
    private static final int NEIGHBOURS = 16;

    private final int[] lengths;
    private final int batch;
    private final long seed;

    /** @param lengths tokens of each item */
    BatchOrder(int[] lengths, int batch, long seed) {
        this.lengths = lengths.clone();
        this.batch = batch;
        this.seed = seed;
    }

    int steps() {
        return (lengths.length + batch - 1) / batch;
    }

    /**
     * Indices of the items of each step; each item once.
     *
     * @param epoch from 0
     */
    List<List<Integer>> epoch(int epoch) {
        var random = new Random(seed * 31 + epoch);
        var items = new ArrayList<>(IntStream.range(0, lengths.length).boxed().toList());
        Collections.shuffle(items, random);
        var batches = new ArrayList<List<Integer>>();
        int window = NEIGHBOURS * batch;
        for (int from = 0; from < items.size(); from += window) {
            var near = items.subList(from, Math.min(items.size(), from + window));
            near.sort(Comparator.comparingInt(item -> lengths[item]));
            for (int at = 0; at < near.size(); at += batch) {
                batches.add(List.copyOf(near.subList(at, Math.min(near.size(), at + batch))));
            }
        }
        Collections.shuffle(batches, random);
        return batches;
    }
}
