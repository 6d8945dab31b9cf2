package io.flames.scoring.dataset;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** When two texts count as the same. */
final class Texts {
    /** Characters of a shingle. */
    static final int SHINGLE = 3;

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]");

    private Texts() {}

    /** Letters and digits alone, compatibility forms and case folded (NFKC). */
    static String normal(String text) {
        return NO_WORD.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))
                .replaceAll("");
    }

    /** Hashes of all runs of {@value #SHINGLE} characters of the normal form; of a shorter text, its own. */
    static Set<Integer> shingles(String text) {
        String normal = normal(text);
        var shingles = new HashSet<Integer>();
        for (int from = 0; from + SHINGLE <= normal.length(); from++) {
            shingles.add(normal.substring(from, from + SHINGLE).hashCode());
        }
        if (shingles.isEmpty()) {
            shingles.add(normal.hashCode());
        }
        return shingles;
    }

    /** Jaccard: shared shingles over all. */
    static double overlap(Set<Integer> one, Set<Integer> other) {
        var smaller = one.size() <= other.size() ? one : other;
        var larger = one.size() <= other.size() ? other : one;
        long shared = smaller.stream().filter(larger::contains).count();
        return (double) shared / (one.size() + other.size() - shared);
    }
}
