/** The scorers of this process: loading, self-test, readiness. */
@NullMarked
package io.flames.scoring.served;

import org.jspecify.annotations.NullMarked;
