/** Responses and verdicts as they came from flames.responses and flames.scores. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.intake;
