/** Judges scorers, served or in a folder, on labelled answers beside the baselines. */
@NullMarked
package io.flames.scoring.evaluate;

import org.jspecify.annotations.NullMarked;
