package io.flames.annotation.agreement;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.time.Instant;

/**
 * A score that somebody gave without knowing another's. An adjudicator saw the others' scores, so that theirs are none; a
 * {@code cannot judge} is a missing value and is left out.
 *
 * @param item what was labelled
 * @param annotator who labelled it
 * @param score one that the dimension knows
 * @param at when it was given; of two labels of one annotator for one item the later counts
 */
public record BlindLabel(String item, String annotator, Dimension dimension, int score, Instant at) {
    public BlindLabel {
        if (item.isBlank() || annotator.isBlank()) {
            throw new IllegalArgumentException("a label names its item and its annotator");
        }
        if (!Dimensions.scoresOf(dimension).contains(score)) {
            throw new IllegalArgumentException("score " + score + " in " + Dimensions.nameOf(dimension)
                    + ", expected one of " + Dimensions.scoresOf(dimension));
        }
    }
}
