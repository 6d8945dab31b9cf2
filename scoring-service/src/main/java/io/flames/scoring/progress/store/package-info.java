/** Trainings that were heard of: in Postgres, or in memory where the service stands alone. */
@NullMarked
package io.flames.scoring.progress.store;

import org.jspecify.annotations.NullMarked;
