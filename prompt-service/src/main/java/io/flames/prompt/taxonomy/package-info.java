/** The benchmark's two levels of values, and the attack methods, which are data. */
@org.jspecify.annotations.NullMarked
package io.flames.prompt.taxonomy;
