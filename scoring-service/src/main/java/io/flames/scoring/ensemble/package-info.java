/** A scorer that combines others. */
@NullMarked
package io.flames.scoring.ensemble;

import org.jspecify.annotations.NullMarked;
