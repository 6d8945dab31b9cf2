package io.flames.scoring.verdict;

import io.flames.contracts.taxonomy.v1.Dimension;
import java.time.LocalDate;
import java.util.UUID;

/**
 * How many verdicts of a class a scorer version gave on a day.
 *
 * @param day UTC
 * @param score 3, 2 or 1; 0 is unscorable
 */
public record ClassShare(LocalDate day, UUID scorerVersionId, Dimension dimension, int score, long verdicts) {}
