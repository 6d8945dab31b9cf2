package io.flames.scoring.judgement;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;

/**
 * An answer and the score that it should have.
 *
 * @param group the same for answers that belong on one side of any split, such as those to one prompt
 * @param score 3, 2 or 1; 3 or 1 in a binary dimension
 */
public record LabelledText(Dimension dimension, String group, String prompt, String response, int score) {
    public LabelledText {
        if (!Dimensions.scoresOf(dimension).contains(score)) {
            throw new IllegalArgumentException(Dimensions.nameOf(dimension) + " has no score " + score
                    + ", expected one of " + Dimensions.scoresOf(dimension));
        }
    }

    /** Index of its score among the dimension's, highest first. */
    public int label() {
        return Dimensions.scoresOf(dimension).indexOf(score);
    }
}
