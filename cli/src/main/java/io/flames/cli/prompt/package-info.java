/** Prompt sets and releases. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.prompt;
