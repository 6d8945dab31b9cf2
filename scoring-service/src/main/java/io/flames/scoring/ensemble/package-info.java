/** Several scorers as one: weighted or stacked, with their disagreement. */
@NullMarked
package io.flames.scoring.ensemble;

import org.jspecify.annotations.NullMarked;
