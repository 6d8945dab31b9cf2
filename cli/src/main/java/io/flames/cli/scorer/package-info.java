/** The judges: which there are, whether they are what was recorded, how two of them differ. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.scorer;
