/** What the process takes of its devices. */
@NullMarked
package io.flames.scoring.device;

import org.jspecify.annotations.NullMarked;
