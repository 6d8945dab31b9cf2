/**
 * Trains the whole encoder with the heads in PyTorch and writes it back as ONNX. The way through it: {@link
 * io.flames.scoring.train.full.FullMode} takes a data set, {@link io.flames.scoring.train.full.FullTraining} trains the
 * {@link io.flames.scoring.train.full.Network}, {@link io.flames.scoring.train.full.ScorerFolder} writes what serves.
 */
@NullMarked
package io.flames.scoring.train.full;

import org.jspecify.annotations.NullMarked;
