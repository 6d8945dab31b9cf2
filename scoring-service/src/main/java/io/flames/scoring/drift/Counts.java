package io.flames.scoring.drift;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Verdicts by class.
 *
 * @param verdicts by score, 3, 2 and 1; 0 is unscorable; a class that is not there has none
 */
public record Counts(Map<Integer, Long> verdicts) {
    /** Of nothing. */
    public static final Counts NONE = new Counts(Map.of());

    public Counts {
        verdicts = Map.copyOf(verdicts);
    }

    public long of(int score) {
        return verdicts.getOrDefault(score, 0L);
    }

    public long total() {
        return verdicts.values().stream().mapToLong(Long::longValue).sum();
    }

    public Counts plus(Counts more) {
        SortedMap<Integer, Long> sum = new TreeMap<>(verdicts);
        more.verdicts.forEach((score, count) -> sum.merge(score, count, Long::sum));
        return new Counts(sum);
    }
}
