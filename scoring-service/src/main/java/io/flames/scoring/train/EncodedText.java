package io.flames.scoring.train;

import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Features.Vector;

/**
 * A graded text with the vectors that the served graphs give for it.
 *
 * @param vectors those of all graphs, see {@link TextEncoder#layout()}
 * @param weight 1 for a graded text, less for weak data
 * @param response its token ids without special tokens
 */
record EncodedText(GradedText text, float[] vectors, double weight, int[] response) {

    /** What heads with these features read: {@link Features#width()} numbers. */
    float[] features(Features features) {
        var chosen = new float[features.width()];
        int at = 0;
        for (Vector vector : features.vectors()) {
            System.arraycopy(vectors, TextEncoder.offset(features.readings(), vector), chosen, at, Features.VECTOR);
            at += Features.VECTOR;
        }
        return chosen;
    }
}
