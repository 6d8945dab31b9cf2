package io.flames.scoring.train.full;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;

/**
 * A graded answer, as the training takes it.
 *
 * @param score 3, 2 or 1; 3 or 1 in a binary dimension
 */
public record FullText(Dimension dimension, String prompt, String response, int score) {
    public FullText {
        if (!Dimensions.scoresOf(dimension).contains(score)) {
            throw new IllegalArgumentException(Dimensions.nameOf(dimension) + " has no score " + score);
        }
    }

    /** Class index in the dimension's head, from 0 for score 3. */
    int label() {
        return Dimensions.scoresOf(dimension).indexOf(score);
    }
}
