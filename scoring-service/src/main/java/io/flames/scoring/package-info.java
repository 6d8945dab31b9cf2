/**
 * scoring-service in the order in which data flows: {@code stream} takes requests ({@code infer} those of the KServe
 * protocol), {@code served} finds their scorer, {@code lane} queues and batches them, {@code onnx}, {@code kserve}, {@code
 * judge} and {@code ensemble} judge them, {@code verdict} keeps and publishes what was judged. {@code train} makes the
 * heads, {@code golden} guards them, {@code card} shows them.
 */
@NullMarked
package io.flames.scoring;

import org.jspecify.annotations.NullMarked;
