/** How far a training is: the snapshot that a training process sends and the running service keeps and shows. */
@NullMarked
package io.flames.scoring.progress;

import org.jspecify.annotations.NullMarked;
