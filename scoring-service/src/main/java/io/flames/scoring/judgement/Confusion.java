package io.flames.scoring.judgement;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Which scores met.
 *
 * @param counts the right score's row, the given score's column, in the order 3, 2, 1
 */
public record Confusion(List<List<Long>> counts) {
    /** In the order of rows and columns. */
    public static final List<Integer> SCORES = List.of(3, 2, 1);

    public Confusion {
        counts = counts.stream().map(List::copyOf).toList();
    }

    /** Of the answers that have a score. */
    static Confusion of(List<Judged> judged) {
        var counts = new Long[SCORES.size()][SCORES.size()];
        for (Long[] row : counts) {
            Arrays.fill(row, 0L);
        }
        for (Judged one : judged) {
            one.given().ifPresent(given -> counts[index(one.label())][index(given.score())]++);
        }
        return new Confusion(Arrays.stream(counts).map(List::of).toList());
    }

    private static int index(int score) {
        return SCORES.indexOf(score);
    }

    long n() {
        return counts.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
    }

    long at(int right, int given) {
        return counts.get(right).get(given);
    }

    /** Mean F1 over the scores that are right somewhere; empty where there is nothing. */
    public OptionalDouble macroF1() {
        return IntStream.range(0, SCORES.size())
                .filter(c -> row(c) > 0)
                .mapToDouble(c -> 2.0 * at(c, c) / (row(c) + column(c)))
                .average();
    }

    /**
     * Cohen's kappa with squared distances (J. Cohen, "Weighted kappa", Psychological Bulletin 70, 1968, pages 213 to 220);
     * empty where chance leaves no room: one and the same score everywhere.
     */
    public OptionalDouble quadraticKappa() {
        double n = n();
        double observed = 0;
        double expected = 0;
        for (int i = 0; i < SCORES.size(); i++) {
            for (int j = 0; j < SCORES.size(); j++) {
                double distance = (i - j) * (i - j);
                observed += distance * at(i, j);
                expected += distance * row(i) * column(j) / n;
            }
        }
        return expected > 0 ? OptionalDouble.of(1 - observed / expected) : OptionalDouble.empty();
    }

    private long row(int right) {
        return counts.get(right).stream().mapToLong(Long::longValue).sum();
    }

    private long column(int given) {
        return counts.stream().mapToLong(row -> row.get(given)).sum();
    }
}
