/** Trains the heads, measures them and writes them with their model card and golden items. */
@NullMarked
package io.flames.scoring.train;

import org.jspecify.annotations.NullMarked;
