/** Where a scorer's inputs wait and are worked on: fairness, batches, bounds. */
@NullMarked
package io.flames.scoring.lane;

import org.jspecify.annotations.NullMarked;
