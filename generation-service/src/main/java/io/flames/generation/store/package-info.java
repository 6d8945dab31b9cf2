/** Entities and their repositories; entities never leave it. */
@org.jspecify.annotations.NullMarked
package io.flames.generation.store;
