/** The leaderboard and run reports, as tables and exports. */
@org.jspecify.annotations.NullMarked
package io.flames.cli.report;
