/** Runs: their state, progress, figures and responses. */
@org.jspecify.annotations.NullMarked
package io.flames.report.run;
