package io.flames.scoring.train;

import io.flames.scoring.heads.Features;
import java.util.Map;

/**
 * A graded text with the features that the served graph gives for it.
 *
 * @param weight 1 for a graded text, less for weak data
 */
record EncodedText(GradedText text, Map<Features, float[]> features, double weight) {}
