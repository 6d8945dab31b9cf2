/** Scores a file of responses without a running Flames: the drop-in for the benchmark's own scorer script. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.score;
