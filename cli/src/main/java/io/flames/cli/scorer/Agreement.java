package io.flames.cli.scorer;

import java.util.OptionalDouble;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * How often two scorers gave which scores to the same answers. Only answers that both scored are in it.
 *
 * @param counts by the first one's score, then the second one's; 3 stands at index 0, 1 at index 2
 */
record Agreement(long[][] counts) {
    /** The scores in the order of the indexes. */
    static final int[] SCORES = {3, 2, 1};

    private static final int CLASSES = SCORES.length;

    Agreement {
        if (counts.length != CLASSES || counts[0].length != CLASSES) {
            throw new IllegalArgumentException("not 3 x 3");
        }
    }

    static Agreement none() {
        return new Agreement(new long[CLASSES][CLASSES]);
    }

    /** @param score 3, 2 or 1 */
    static int indexOf(int score) {
        if (score < 1 || score > 3) {
            throw new IllegalArgumentException("score " + score + ", expected 3, 2 or 1");
        }
        return 3 - score;
    }

    void add(int first, int second) {
        counts[indexOf(first)][indexOf(second)]++;
    }

    Agreement plus(Agreement other) {
        var sum = none();
        for (int i = 0; i < CLASSES; i++) {
            for (int j = 0; j < CLASSES; j++) {
                sum.counts[i][j] = counts[i][j] + other.counts[i][j];
            }
        }
        return sum;
    }

    long n() {
        long n = 0;
        for (var row : counts) {
            for (long count : row) {
                n += count;
            }
        }
        return n;
    }

    long same() {
        return counts[0][0] + counts[1][1] + counts[2][2];
    }

    /**
     * Cohen's kappa (J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement
     * 20, 1960, pages 37 to 46): 1 for full agreement, 0 for as much as by chance. Empty where chance leaves no room:
     * both gave one and the same score to everything.
     */
    OptionalDouble kappa() {
        return kappa((i, j) -> i == j ? 0 : 1);
    }

    /**
     * The same with squared distances (J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled
     * disagreement or partial credit", Psychological Bulletin 70, 1968, pages 213 to 220): 3 against 1 weighs four times
     * 3 against 2.
     */
    OptionalDouble quadraticKappa() {
        return kappa((i, j) -> (i - j) * (i - j));
    }

    /** Disagreement of two classes, by their indexes. */
    private interface Weight {
        double of(int i, int j);
    }

    private OptionalDouble kappa(Weight weight) {
        double n = n();
        double observed = 0;
        double expected = 0;
        for (int i = 0; i < CLASSES; i++) {
            for (int j = 0; j < CLASSES; j++) {
                observed += weight.of(i, j) * counts[i][j];
                expected += weight.of(i, j) * row(i) * column(j) / n;
            }
        }
        return expected > 0 ? OptionalDouble.of(1 - observed / expected) : OptionalDouble.empty();
    }

    private double row(int i) {
        return counts[i][0] + counts[i][1] + counts[i][2];
    }

    private double column(int j) {
        return counts[0][j] + counts[1][j] + counts[2][j];
    }

    /**
     * McNemar's exact test, two-sided (Q. McNemar, "Note on the sampling error of the difference between correlated
     * proportions or percentages", Psychometrika 12, 1947; the binomial form): how likely so uneven a split is when both
     * scorers are right equally often.
     *
     * @param onlyFirst answers that only the first scorer got right
     * @param onlySecond answers that only the second got right
     */
    static double mcNemar(long onlyFirst, long onlySecond) {
        int discordant = Math.toIntExact(onlyFirst + onlySecond);
        return discordant == 0
                ? 1
                : BinomialTest.withDefaults()
                        .with(AlternativeHypothesis.TWO_SIDED)
                        .test(discordant, Math.toIntExact(onlyFirst), 0.5)
                        .getPValue();
    }
}
