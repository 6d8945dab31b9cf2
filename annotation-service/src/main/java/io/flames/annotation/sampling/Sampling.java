package io.flames.annotation.sampling;

import io.flames.annotation.sampling.Selection.Cell;
import io.flames.annotation.sampling.Selection.Item;
import io.flames.annotation.sampling.Selection.Stratum;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Chooses a campaign's items and says with what probability each was taken.
 *
 * <p>A targeted campaign is the union of two sets that are chosen independently from the same candidates: R, a stratified
 * random sample of all of them, and T, the items that the signals name. T follows from the candidates alone; only R is
 * drawn. So an item's probability to be in the union is exactly 1 when it is in T, and its cell's {@code n_h / N_h}
 * otherwise. Two unbiased estimates follow (D. G. Horvitz and D. J. Thompson, "A generalization of sampling without
 * replacement from a finite universe", Journal of the American Statistical Association 47, 1952): from the whole union
 * with the weights {@code 1 / inclusionProbability}, and from the items of R alone with the weights {@code 1 /
 * randomProbability}; R holds items of T too where the draw met them. Unweighted figures over a targeted campaign are
 * biased, which is what it is for. See {@link HorvitzThompson}.
 */
public final class Sampling {
    private Sampling() {}

    /**
     * @param candidates in any order; ids are unique
     * @return nothing when there are no candidates
     */
    public static Selection select(Collection<Candidate> candidates, Strategy strategy, long seed) {
        var sorted =
                candidates.stream().sorted(Comparator.comparing(Candidate::id)).toList();
        requireUnique(sorted);
        if (sorted.isEmpty()) {
            return new Selection(strategy, seed, 0, List.of(), List.of());
        }
        var random = new SplittableRandom(seed);
        if (strategy instanceof Strategy.RandomSample sample) {
            return union(sorted, strategy, seed, RandomDraw.of(sorted, sample.size(), random), Map.of(), random);
        }
        if (strategy instanceof Strategy.Targeted targeted) {
            return union(
                    sorted,
                    strategy,
                    seed,
                    RandomDraw.of(sorted, targeted.randomSize(), random),
                    MostHelpful.pick(sorted, targeted.targetedSize(), targeted.signals()),
                    random);
        }
        return union(sorted, strategy, seed, RandomDraw.of(sorted, sorted.size(), random), Map.of(), random);
    }

    private static Selection union(
            List<Candidate> candidates,
            Strategy strategy,
            long seed,
            RandomDraw draw,
            Map<String, List<Signal>> picked,
            SplittableRandom random) {
        var drawn = new HashSet<>(draw.taken());
        var items = new ArrayList<Item>();
        for (var candidate : candidates) {
            String id = candidate.id();
            if (drawn.contains(id) || picked.containsKey(id)) {
                double randomly = draw.probabilities().get(id);
                items.add(new Item(
                        id,
                        drawn.contains(id) ? Stratum.RANDOM : Stratum.TARGETED,
                        picked.containsKey(id) ? 1 : randomly,
                        randomly,
                        picked.getOrDefault(id, List.of())));
            }
        }
        shuffle(items, random);
        List<Cell> cells = draw.cells();
        return new Selection(strategy, seed, candidates.size(), cells, items);
    }

    /** Annotators must not guess from an item's place why it was chosen. */
    private static void shuffle(List<Item> items, SplittableRandom random) {
        for (int i = items.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            var moved = items.get(i);
            items.set(i, items.get(other));
            items.set(other, moved);
        }
    }

    private static void requireUnique(List<Candidate> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).id().equals(sorted.get(i - 1).id())) {
                throw new IllegalArgumentException("candidate " + sorted.get(i).id() + " comes twice");
            }
        }
    }
}
