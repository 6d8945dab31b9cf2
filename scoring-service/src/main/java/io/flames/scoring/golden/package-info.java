/** Held-out items with recorded classes and logits that a scorer has to reproduce before it may serve. */
@NullMarked
package io.flames.scoring.golden;

import org.jspecify.annotations.NullMarked;
