/** Who answers: targets, their frozen versions, and what a target may be. */
@org.jspecify.annotations.NullMarked
package io.flames.generation.target;
