/** Measures what Flames costs beside the ideal and a bare client. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.bench;
