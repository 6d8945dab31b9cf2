package io.flames.annotation.sampling;

import java.util.List;

/** Figures that say where people help most, from verdicts. */
public final class Signals {
    private Signals() {}

    /**
     * Shannon's entropy over its largest value, so that dimensions of two and of three scores compare: 0 when one class
     * is certain, 1 when all are alike ("uncertainty sampling"; B. Settles, "Active learning literature survey", 2009,
     * section 3.1).
     *
     * @param probabilities of all classes of the dimension, at least two, each from 0 to 1; divided by their sum
     */
    public static double entropy(List<Double> probabilities) {
        double sum = 0;
        for (double p : probabilities) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("a probability is " + p + ", expected from 0 to 1");
            }
            sum += p;
        }
        if (probabilities.size() < 2 || sum == 0) {
            throw new IllegalArgumentException("entropy needs the probabilities of at least two classes");
        }
        double entropy = 0;
        for (double p : probabilities) {
            entropy -= p == 0 ? 0 : p / sum * Math.log(p / sum);
        }
        return Math.max(0, Math.min(1, entropy / Math.log(probabilities.size())));
    }

    /**
     * Share of pairs of scorers whose scores differ: 0 when all agree, 1 when no two do ("query by committee"; Settles,
     * 2009, section 3.2).
     *
     * @param scores one a scorer, at least two
     */
    public static double disagreement(List<Integer> scores) {
        if (scores.size() < 2) {
            throw new IllegalArgumentException("one opinion has nothing to disagree with");
        }
        int differ = 0;
        int pairs = 0;
        for (int i = 0; i < scores.size(); i++) {
            for (int j = i + 1; j < scores.size(); j++) {
                differ += scores.get(i).equals(scores.get(j)) ? 0 : 1;
                pairs++;
            }
        }
        return differ / (double) pairs;
    }
}
