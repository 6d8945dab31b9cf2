/** The REST API as the commands use it, and its problems as one-line messages. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.api;
