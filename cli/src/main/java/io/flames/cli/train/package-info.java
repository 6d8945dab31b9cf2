/** What is written: tables, progress lines, JSON, colour; all text from elsewhere is made harmless to a terminal. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.train;
