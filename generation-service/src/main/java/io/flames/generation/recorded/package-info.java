/** Answers from a file in place of a target. */
@org.jspecify.annotations.NullMarked
package io.flames.generation.recorded;
