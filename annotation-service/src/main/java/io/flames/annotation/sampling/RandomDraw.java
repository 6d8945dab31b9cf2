package io.flames.annotation.sampling;

import io.flames.annotation.sampling.Selection.Cell;
import io.flames.contracts.Dimensions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Stratified simple random sample without replacement. Cells are dimension x target; where the size does not reach for one
 * item of each they are the dimensions, and where not for these, all candidates: a cell that gets nothing would leave
 * candidates of probability 0, which no weight can make up for.
 *
 * @param cells of the draw
 * @param probabilities of every candidate, by id: items taken over candidates of its cell
 * @param taken ids
 */
record RandomDraw(List<Cell> cells, Map<String, Double> probabilities, List<String> taken) {
    /** @param candidates ascending by id, at least one */
    static RandomDraw of(List<Candidate> candidates, int size, SplittableRandom random) {
        int wanted = Math.min(size, candidates.size());
        var byCell = cells(candidates, wanted);
        var sizes =
                Allocation.proportional(byCell.values().stream().map(List::size).toList(), wanted);
        var cells = new ArrayList<Cell>();
        var probabilities = new HashMap<String, Double>();
        var taken = new ArrayList<String>();
        for (var entry : byCell.entrySet()) {
            var ids = entry.getValue();
            var cell = new Cell(entry.getKey(), ids.size(), sizes.get(cells.size()));
            cells.add(cell);
            ids.forEach(id -> probabilities.put(id, cell.probability()));
            taken.addAll(draw(ids, cell.taken(), random));
        }
        return new RandomDraw(cells, probabilities, taken);
    }

    private static TreeMap<String, List<String>> cells(List<Candidate> candidates, int size) {
        List<Function<Candidate, String>> names = List.of(
                c -> c.dimension().getNumber() + " " + Dimensions.nameOf(c.dimension()) + " / " + c.target(),
                c -> c.dimension().getNumber() + " " + Dimensions.nameOf(c.dimension()),
                c -> "all");
        var cells = new TreeMap<String, List<String>>();
        for (var name : names) {
            cells.clear();
            for (var candidate : candidates) {
                cells.computeIfAbsent(name.apply(candidate), n -> new ArrayList<>())
                        .add(candidate.id());
            }
            if (cells.size() <= size) {
                return cells;
            }
        }
        return cells;
    }

    /** The first steps of a Fisher-Yates shuffle. */
    private static List<String> draw(List<String> ids, int size, SplittableRandom random) {
        var left = new ArrayList<>(ids);
        for (int i = 0; i < size; i++) {
            int other = i + random.nextInt(left.size() - i);
            var moved = left.get(i);
            left.set(i, left.get(other));
            left.set(other, moved);
        }
        return left.subList(0, size);
    }
}
