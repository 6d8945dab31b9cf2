/** Our scorers behind the KServe v2 inference protocol: each is a model, under its own name. */
@NullMarked
package io.flames.scoring.infer;

import org.jspecify.annotations.NullMarked;
