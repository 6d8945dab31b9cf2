package io.flames.scoring.registry.gate;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.OptionalInt;

/**
 * What both versions said of one item.
 *
 * @param label the item's score
 * @param candidate empty where it gave no score, which counts as wrong
 * @param current empty where it gave no score, which counts as wrong
 */
public record Outcome(Dimension dimension, int label, OptionalInt candidate, OptionalInt current) {
    boolean candidateRight() {
        return candidate.isPresent() && candidate.getAsInt() == label;
    }

    boolean currentRight() {
        return current.isPresent() && current.getAsInt() == label;
    }
}
