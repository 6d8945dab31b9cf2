package io.flames.annotation.agreement;

import java.util.Comparator;

/** Two annotators, in the order of their names, so that a pair is one pair. */
public record AnnotatorPair(String first, String second) implements Comparable<AnnotatorPair> {
    private static final Comparator<AnnotatorPair> ORDER =
            Comparator.comparing(AnnotatorPair::first).thenComparing(AnnotatorPair::second);

    public AnnotatorPair {
        if (first.compareTo(second) >= 0) {
            throw new IllegalArgumentException("the first annotator of a pair comes before the second");
        }
    }

    static AnnotatorPair of(String a, String b) {
        return a.compareTo(b) < 0 ? new AnnotatorPair(a, b) : new AnnotatorPair(b, a);
    }

    @Override
    public int compareTo(AnnotatorPair other) {
        return ORDER.compare(this, other);
    }
}
