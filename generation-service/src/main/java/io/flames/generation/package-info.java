/** Lets targets answer releases and hands the responses on to scoring. The README tells the flow. */
@org.jspecify.annotations.NullMarked
package io.flames.generation;
