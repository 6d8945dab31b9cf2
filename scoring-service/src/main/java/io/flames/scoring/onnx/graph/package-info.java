/** Builds the ONNX graph that is served: from token ids to the heads' logits. */
@NullMarked
package io.flames.scoring.onnx.graph;

import org.jspecify.annotations.NullMarked;
