/** Entities and their repositories; entities never leave this package. */
@org.jspecify.annotations.NullMarked
package io.flames.prompt.store;
