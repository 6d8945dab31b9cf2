/** Immutable, numbered, content-addressed snapshots of a set. */
@org.jspecify.annotations.NullMarked
package io.flames.prompt.release;
