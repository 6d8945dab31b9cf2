package io.flames.scoring.train;

import io.flames.scoring.progress.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Where a training in epochs stands.
 *
 * @param phase {@code TRAINING}, {@code VALIDATED}, or how it ended: its files are written then
 * @param epoch from 1; 0 before the first step
 * @param step steps done, of all epochs
 * @param steps of all epochs, if none stops it early
 * @param loss mean of the epoch's steps so far
 * @param validationLoss of the last validation; null before the first
 * @param validationAccuracy likewise
 * @param itemsPerSecond lately; 0 before it is known
 * @param remainingSeconds to the last step; 0 before it is known
 */
public record Standing(
        Phase phase,
        int epoch,
        int epochs,
        long step,
        long steps,
        double loss,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        double itemsPerSecond,
        double remainingSeconds) {}
