/** The embedded stack as its user sees it: up, demo, status. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.stack;
