/** Targets and their versions. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.target;
