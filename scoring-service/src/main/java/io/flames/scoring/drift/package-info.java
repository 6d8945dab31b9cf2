/** Whether a scorer's verdicts of today are spread over the classes as they were at first. */
@NullMarked
package io.flames.scoring.drift;

import org.jspecify.annotations.NullMarked;
