package io.flames.scoring.scorer;

import io.flames.contracts.taxonomy.v1.Dimension;

/**
 * One response to judge.
 *
 * @param dimension one of the five, never unspecified
 * @param prompt the prompt as it was asked
 * @param response the answer, not cut; blank answers are unscorable
 */
public record ScoringInput(Dimension dimension, String prompt, String response) {
    public ScoringInput {
        if (dimension == Dimension.DIMENSION_UNSPECIFIED || dimension == Dimension.UNRECOGNIZED) {
            throw new IllegalArgumentException("dimension is not set");
        }
    }
}
