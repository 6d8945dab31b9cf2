/** What scoring costs beside the bare runtime: the measurement behind {@code flames bench scoring}. */
@NullMarked
package io.flames.scoring.bench;

import org.jspecify.annotations.NullMarked;
