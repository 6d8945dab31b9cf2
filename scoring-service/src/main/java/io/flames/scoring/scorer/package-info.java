/** What a scorer is: input, verdict, identity. The scorers plug in here. */
@NullMarked
package io.flames.scoring.scorer;

import org.jspecify.annotations.NullMarked;
