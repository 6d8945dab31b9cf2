/** Whether a version may take the place of the promoted one: paired, on held-out labelled responses. */
@NullMarked
package io.flames.scoring.registry.gate;

import org.jspecify.annotations.NullMarked;
