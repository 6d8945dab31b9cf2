/** A run's figures: what a leaderboard row and a run page say, computed from counts and kept under the run's change number. */
@org.jspecify.annotations.NullMarked
package io.flames.report.figures;
