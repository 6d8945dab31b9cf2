/** One release answered by one target version: what starts a run, what ends it, and what it says about itself. */
@org.jspecify.annotations.NullMarked
package io.flames.generation.run;
