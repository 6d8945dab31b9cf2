/** The {@code onnx} scorer: tokenizer, template, encoder and heads in one. */
@NullMarked
package io.flames.scoring.onnx;

import org.jspecify.annotations.NullMarked;
