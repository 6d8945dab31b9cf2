/** The command flames: global options, exit codes, and what all commands share. */
@org.jspecify.annotations.NullMarked
package io.flames.cli;
