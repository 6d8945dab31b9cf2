/** Leased slots, blind labels, adjudication by a third, and the history that only grows. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.label;
