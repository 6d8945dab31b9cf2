/**
 * The {@code kserve} scorer: any classifier behind the KServe v2 inference protocol. {@code KserveOptions} says what is
 * configured, {@code ModelContract} checks it against the model, {@code Endpoints} shares the calls among servers.
 */
@NullMarked
package io.flames.scoring.kserve;

import org.jspecify.annotations.NullMarked;
