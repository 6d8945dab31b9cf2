/** {@code flames annotate}: campaigns, their progress, and labels to and from other tools. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.annotate;
