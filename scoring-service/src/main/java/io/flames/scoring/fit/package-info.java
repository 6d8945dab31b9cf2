/** Fitting of small models: L-BFGS, temperature; pure. */
@NullMarked
package io.flames.scoring.fit;

import org.jspecify.annotations.NullMarked;
