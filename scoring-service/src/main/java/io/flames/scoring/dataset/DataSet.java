package io.flames.scoring.dataset;

import io.flames.contracts.Dimensions;
import io.flames.scoring.scorer.Digest;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Items that change no more, each in one part. Their order is that of their ids, so that the same items have the same digest
 * however they were gathered.
 */
public final class DataSet {
    private final Map<Part, List<Item>> parts = new EnumMap<>(Part.class);

    public DataSet(Map<Item, Part> items) {
        for (Part part : Part.values()) {
            parts.put(
                    part,
                    items.entrySet().stream()
                            .filter(entry -> entry.getValue() == part)
                            .map(Map.Entry::getKey)
                            .sorted(Comparator.comparing(Item::id))
                            .toList());
        }
    }

    public List<Item> of(Part part) {
        return parts.getOrDefault(part, List.of());
    }

    public int size() {
        return parts.values().stream().mapToInt(List::size).sum();
    }

    /** SHA-256 over the parts and their lines. */
    public String digest() {
        var digest = new Digest();
        for (Part part : Part.values()) {
            digest.part("part", part.id());
            of(part).forEach(item -> digest.part("item", ItemLine.write(item)));
        }
        return digest.hex();
    }

    /** Dimension to score to number of items; dimensions without any are left out. */
    public static Map<String, Map<Integer, Integer>> counts(List<Item> items) {
        var counts = new LinkedHashMap<String, Map<Integer, Integer>>();
        for (var dimension : Dimensions.ALL) {
            var row = new LinkedHashMap<Integer, Integer>();
            for (int score : Dimensions.scoresOf(dimension)) {
                row.put(score, (int) items.stream()
                        .filter(item -> item.dimension() == dimension && item.score() == score)
                        .count());
            }
            if (row.values().stream().anyMatch(count -> count > 0)) {
                counts.put(Dimensions.nameOf(dimension), row);
            }
        }
        return counts;
    }
}
