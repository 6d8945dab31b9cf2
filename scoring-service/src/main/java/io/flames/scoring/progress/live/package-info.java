/** Trainings over REST, as pages and as metrics. */
@NullMarked
package io.flames.scoring.progress.live;

import org.jspecify.annotations.NullMarked;
