/** The KServe v2 inference protocol: a client of it as scorer, and our scorers behind it. */
@NullMarked
package io.flames.scoring.kserve;

import org.jspecify.annotations.NullMarked;
