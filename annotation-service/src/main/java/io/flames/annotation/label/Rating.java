package io.flames.annotation.label;

import java.time.Instant;
import java.util.UUID;

/**
 * One annotator's label.
 *
 * @param annotator pseudonym
 * @param guidelineVersion of the dimension's guideline that was shown, from 1
 */
public record Rating(UUID annotator, Judgement judgement, int guidelineVersion, Instant at) {}
