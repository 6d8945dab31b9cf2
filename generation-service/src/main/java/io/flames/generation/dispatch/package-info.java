/** On to scoring: responses from flames.responses over one bidirectional gRPC stream. */
@org.jspecify.annotations.NullMarked
package io.flames.generation.dispatch;
