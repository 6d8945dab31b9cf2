/**
 * scoring-service in the order in which data flows: {@code stream} takes requests, {@code scorer} and {@code onnx}
 * judge them, {@code verdict} keeps and publishes what was judged. {@code train} makes the heads, {@code golden} guards
 * them, {@code card} shows them.
 */
@NullMarked
package io.flames.scoring;

import org.jspecify.annotations.NullMarked;
