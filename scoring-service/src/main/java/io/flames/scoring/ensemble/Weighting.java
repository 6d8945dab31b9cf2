package io.flames.scoring.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How much each member's opinion counts.
 *
 * @param shares in the members' order, each above 0; they sum to 1
 */
record Weighting(List<Double> shares) {
    /** Beyond it the largest disagreement is slow to find, and an ensemble slow to ask. */
    static final int MOST_MEMBERS = 10;

    Weighting {
        shares = List.copyOf(shares);
        if (shares.size() < 2 || shares.size() > MOST_MEMBERS) {
            throw new IllegalArgumentException(
                    "an ensemble has 2 to " + MOST_MEMBERS + " members, not " + shares.size());
        }
        if (!shares.stream().allMatch(share -> share > 0 && Double.isFinite(share))) {
            throw new IllegalArgumentException("each weight is a number above 0, not " + shares);
        }
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        shares = shares.stream().map(share -> share / sum).toList();
    }

    static Weighting equal(int members) {
        return new Weighting(
                DoubleStream.generate(() -> 1).limit(members).boxed().toList());
    }

    /**
     * The weighted mean of the members' distributions.
     *
     * @param opinions class probabilities of each member, all over the same classes
     */
    double[] mean(List<double[]> opinions) {
        var mean = new double[opinions.get(0).length];
        for (int m = 0; m < opinions.size(); m++) {
            for (int c = 0; c < mean.length; c++) {
                mean[c] += shares.get(m) * opinions.get(m)[c];
            }
        }
        return mean;
    }

    /**
     * Jensen-Shannon divergence of the members' distributions by these weights, H(sum w_i p_i) - sum w_i H(p_i) (Lin
     * 1991, Divergence measures based on the Shannon entropy, equation 5.1), as a share of the largest value that it can
     * have for so many classes: 0 where all say the same, 1 where they are as split as they can be.
     *
     * @param opinions class probabilities of each member, all over the same classes
     */
    double disagreement(List<double[]> opinions) {
        double ofMembers = 0;
        for (int m = 0; m < opinions.size(); m++) {
            ofMembers += shares.get(m) * entropy(opinions.get(m));
        }
        double divergence = entropy(mean(opinions)) - ofMembers;
        return Math.min(1, Math.max(0, divergence / largestDivergence(opinions.get(0).length)));
    }

    /**
     * The divergence is convex in the distributions, so that it is largest where each member is certain; then it is the
     * entropy of the classes' weights. With no more members than classes each may have a class of its own, and it is the
     * entropy of the weights (Lin's bound); with more of them, the most even spread of the members over the classes.
     */
    double largestDivergence(int classes) {
        return spread(0, new double[classes]);
    }

    private double spread(int member, double[] held) {
        if (member == shares.size()) {
            return entropy(held);
        }
        double largest = 0;
        for (int c = 0; c < held.length; c++) {
            boolean empty = held[c] == 0;
            double before = held[c];
            held[c] += shares.get(member);
            largest = Math.max(largest, spread(member + 1, held));
            held[c] = before;
            if (empty) {
                break; // The other empty classes are as good as this one.
            }
        }
        return largest;
    }

    /** In nats; 0 ln 0 is 0. */
    static double entropy(double[] distribution) {
        return -Arrays.stream(distribution)
                .filter(p -> p > 0)
                .map(p -> p * Math.log(p))
                .sum();
    }
}
