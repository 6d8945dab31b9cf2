package io.flames.scoring.judgement;

import io.flames.scoring.fit.SparseSoftmax.Row;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Characters, pairs and triples of them in the answer, hashed to {@value #WIDTH} features: 1 + ln(count) each, scaled to
 * length 1.
 */
final class CharacterNgrams {
    static final int WIDTH = 1 << 15;
    private static final int LONGEST = 3;

    private CharacterNgrams() {}

    static Row of(String response) {
        String folded = response.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        var counts = new TreeMap<Integer, Integer>();
        for (int length = 1; length <= LONGEST; length++) {
            for (int from = 0; from + length <= folded.length(); from++) {
                counts.merge(bucket(folded, from, from + length), 1, Integer::sum);
            }
        }
        var indexes = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
        var values = new float[indexes.length];
        double square = 0;
        int at = 0;
        for (int count : counts.values()) {
            double value = 1 + Math.log(count);
            values[at++] = (float) value;
            square += value * value;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / Math.sqrt(square));
        }
        return new Row(indexes, values);
    }

    /** FNV-1a over the characters, with its high bits folded in. */
    private static int bucket(String text, int from, int to) {
        int hash = 0x811c9dc5;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * 0x01000193;
        }
        return (hash ^ (hash >>> 15)) & (WIDTH - 1);
    }
}
