/** The registry's tables: versions, files in chunks, history. */
@NullMarked
package io.flames.scoring.registry.store;

import org.jspecify.annotations.NullMarked;
