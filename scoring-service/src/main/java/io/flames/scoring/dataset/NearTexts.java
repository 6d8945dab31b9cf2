package io.flames.scoring.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds texts that are nearly the same without comparing each with each: MinHash signatures of character shingles in bands
 * (A. Broder, "On the resemblance and containment of documents", 1997; Leskovec, Rajaraman, Ullman, Mining of Massive
 * Datasets, section 3.4), then the exact Jaccard overlap of the candidates. With {@value #BANDS} bands of {@value #ROWS} rows
 * a pair that overlaps by 0.8 is a candidate with probability 1 - (1 - 0.8^4)^32, which is above 0.9999999.
 */
final class NearTexts {
    static final int BANDS = 32;
    static final int ROWS = 4;

    private final MinHash minHash = new MinHash(BANDS * ROWS);
    private final double threshold;
    private final List<Set<Integer>> known = new ArrayList<>();
    private final Map<Band, List<Integer>> buckets = new HashMap<>();

    /** @param threshold overlap from which texts count as the same, above 0.5 */
    NearTexts(double threshold) {
        if (!(threshold > 0.5 && threshold <= 1)) {
            throw new IllegalArgumentException("the threshold is above 0.5 and at most 1, not " + threshold);
        }
        this.threshold = threshold;
    }

    private record Band(int number, long hash) {}

    /** @return its number, from 0 in the order of adding */
    int add(String text) {
        var shingles = Texts.shingles(text);
        known.add(shingles);
        for (Band band : bands(shingles)) {
            buckets.computeIfAbsent(band, b -> new ArrayList<>()).add(known.size() - 1);
        }
        return known.size() - 1;
    }

    /** Numbers of the texts that were added and are near, ascending. */
    List<Integer> near(String text) {
        var shingles = Texts.shingles(text);
        var candidates = new HashSet<Integer>();
        for (Band band : bands(shingles)) {
            candidates.addAll(buckets.getOrDefault(band, List.of()));
        }
        return candidates.stream()
                .filter(number -> Texts.overlap(shingles, known.get(number)) >= threshold)
                .sorted()
                .toList();
    }

    private List<Band> bands(Set<Integer> shingles) {
        var least = minHash.signature(shingles);
        var bands = new ArrayList<Band>();
        for (int band = 0; band < BANDS; band++) {
            long hash = band;
            for (int row = 0; row < ROWS; row++) {
                hash = hash * 1_000_003 + least[band * ROWS + row];
            }
            bands.add(new Band(band, hash));
        }
        return bands;
    }
}
