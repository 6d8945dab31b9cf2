package io.flames.scoring.registry.gate;

/**
 * What a version has to show.
 *
 * @param margin by which its accuracy may be lower, as a share
 * @param confidence of the one-sided interval
 * @param minItems that the data has to have
 */
public record Rule(double margin, double confidence, int minItems) {}
