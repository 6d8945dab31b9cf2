/** Measures a machine for the onnx scorer: {@code flames scorer calibrate}. */
@NullMarked
package io.flames.scoring.calibrate;

import org.jspecify.annotations.NullMarked;
