package io.flames.annotation.sampling;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A response that a campaign may take.
 *
 * @param id unique among the candidates
 * @param target its name; with the dimension it makes the response's cell
 * @param entropy of the scorer's probabilities, from 0 to 1 ({@link Signals#entropy}); empty where not scored
 * @param disagreement between opinions or scorers, from 0 to 1; empty where there is one opinion
 * @param predicted score of the scorer; empty where not scored
 */
public record Candidate(
        String id,
        Dimension dimension,
        String target,
        OptionalDouble entropy,
        OptionalDouble disagreement,
        OptionalInt predicted) {
    public Candidate {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a candidate has an id");
        }
        requireShare("entropy", entropy);
        requireShare("disagreement", disagreement);
        if (predicted.isPresent() && !Dimensions.scoresOf(dimension).contains(predicted.getAsInt())) {
            throw new IllegalArgumentException("predicted score " + predicted.getAsInt() + " in "
                    + Dimensions.nameOf(dimension) + ", expected one of " + Dimensions.scoresOf(dimension));
        }
    }

    /** Nothing is known of it but where it belongs. */
    public static Candidate unscored(String id, Dimension dimension, String target) {
        return new Candidate(
                id, dimension, target, OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty());
    }

    private static void requireShare(String what, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(what + " is " + value.getAsDouble() + ", expected from 0 to 1");
        }
    }
}
