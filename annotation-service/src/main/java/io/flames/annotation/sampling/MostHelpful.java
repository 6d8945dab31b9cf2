package io.flames.annotation.sampling;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Picks the items where people help most. Nothing here is drawn: ties go to the lower id, so that whether an item is
 * picked follows from the candidates alone.
 */
final class MostHelpful {
    private MostHelpful() {}

    /**
     * Signals pick in turn, each its most helpful item that is not picked yet; a signal that names no more is passed over.
     * Fewer are picked where all signals run out.
     *
     * @param candidates ascending by id
     * @return the signals that picked an item, by id
     */
    static Map<String, List<Signal>> pick(List<Candidate> candidates, int size, List<Signal> signals) {
        var queues = new EnumMap<Signal, List<Candidate>>(Signal.class);
        signals.forEach(signal -> queues.put(signal, ranked(candidates, signal)));
        var next = new EnumMap<Signal, Integer>(Signal.class);
        var picked = new LinkedHashMap<String, List<Signal>>();
        boolean moved = true;
        while (moved && picked.size() < size) {
            moved = false;
            for (var signal : signals) {
                var queue = queues.get(signal);
                int at = next.getOrDefault(signal, 0);
                while (at < queue.size() && picked.containsKey(queue.get(at).id())) {
                    picked.get(queue.get(at).id()).add(signal);
                    at++;
                }
                if (at < queue.size() && picked.size() < size) {
                    picked.put(queue.get(at).id(), new ArrayList<>(List.of(signal)));
                    at++;
                    moved = true;
                }
                next.put(signal, at);
            }
        }
        return picked;
    }

    /** Most helpful first; only items that the signal says something of. */
    private static List<Candidate> ranked(List<Candidate> candidates, Signal signal) {
        var figures = figures(candidates, signal);
        return candidates.stream()
                .filter(c -> figures.getOrDefault(c.id(), 0.0) > 0)
                .sorted(Comparator.<Candidate>comparingDouble(c -> -figures.getOrDefault(c.id(), 0.0))
                        .thenComparing(Candidate::id))
                .toList();
    }

    private static Map<String, Double> figures(List<Candidate> candidates, Signal signal) {
        var figures = new HashMap<String, Double>();
        switch (signal) {
            case ENTROPY -> candidates.forEach(c -> c.entropy().ifPresent(figure -> figures.put(c.id(), figure)));
            case DISAGREEMENT ->
                candidates.forEach(c -> c.disagreement().ifPresent(figure -> figures.put(c.id(), figure)));
            case RARE_CLASS -> figures.putAll(rarity(candidates));
        }
        return figures;
    }

    /**
     * How far a predicted score falls short of an even share of its dimension's predictions: 1 - share x number of
     * scores seen there, where that is over 0. A score with an even share or more is not rare.
     */
    private static Map<String, Double> rarity(List<Candidate> candidates) {
        var counts = new EnumMap<Dimension, Map<Integer, Integer>>(Dimension.class);
        for (var c : candidates) {
            c.predicted().ifPresent(score -> counts.computeIfAbsent(c.dimension(), d -> new HashMap<>())
                    .merge(score, 1, Integer::sum));
        }
        var rarity = new HashMap<String, Double>();
        for (var c : candidates) {
            c.predicted().ifPresent(score -> rarity.put(c.id(), rarity(counts.get(c.dimension()), score)));
        }
        return rarity;
    }

    private static double rarity(Map<Integer, Integer> counts, int score) {
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        return Math.max(0, 1 - (double) counts.size() * counts.getOrDefault(score, 0) / total);
    }
}
