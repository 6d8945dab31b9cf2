package io.flames.scoring.ensemble;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** From the members' opinions to one. Pure. */
sealed interface Combination {
    /** Probabilities nearer to each other than this are equal. */
    double TIE = 1e-12;

    /**
     * @param opinions class probabilities of each member, highest score first
     * @return of each class, highest score first
     */
    List<Share> combine(Dimension dimension, List<double[]> opinions);

    /** {@code weighted} or {@code stacked}. */
    String method();

    /**
     * The class of the highest probability; of equal ones the one of the lower score: where the ensemble cannot tell,
     * it is cautious.
     *
     * @param shares highest score first
     * @return index into the shares
     */
    static int decide(List<Share> shares) {
        int best = 0;
        for (int c = 1; c < shares.size(); c++) {
            if (shares.get(c).probability() >= shares.get(best).probability() - TIE) {
                best = c;
            }
        }
        return best;
    }

    /** @param logit empty where the combination has none */
    record Share(double probability, OptionalDouble logit) {}

    /** The weighted mean of the class probabilities. */
    record Weighted(Weighting weighting) implements Combination {
        @Override
        public List<Share> combine(Dimension dimension, List<double[]> opinions) {
            return Arrays.stream(weighting.mean(opinions))
                    .mapToObj(p -> new Share(p, OptionalDouble.empty()))
                    .toList();
        }

        @Override
        public String method() {
            return "weighted";
        }
    }

    /** A model that learned from graded responses whom to believe when. */
    record Stacked(Stack stack) implements Combination {
        @Override
        public List<Share> combine(Dimension dimension, List<double[]> opinions) {
            double[] logits = stack.logits(dimension, opinions);
            double highest = Arrays.stream(logits).max().orElseThrow();
            double sum = Arrays.stream(logits)
                    .map(logit -> Math.exp(logit - highest))
                    .sum();
            return Arrays.stream(logits)
                    .mapToObj(logit -> new Share(Math.exp(logit - highest) / sum, OptionalDouble.of(logit)))
                    .toList();
        }

        @Override
        public String method() {
            return "stacked";
        }
    }
}
