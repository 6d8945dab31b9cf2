/** The pages /targets and /targets/{name}. */
@org.jspecify.annotations.NullMarked
package io.flames.generation.page;
