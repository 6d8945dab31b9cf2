/** Freezes data sets, from files and from the labels that people agreed on. */
@NullMarked
package io.flames.scoring.freeze;

import org.jspecify.annotations.NullMarked;
