/** The leaderboard of a release: a row a target version, ranked where the run is complete. */
@org.jspecify.annotations.NullMarked
package io.flames.report.leaderboard;
