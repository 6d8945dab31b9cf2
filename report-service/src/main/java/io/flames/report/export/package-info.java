/** Leaderboard and runs as files: CSV, JSON, JSON lines and a self-contained HTML report. */
@org.jspecify.annotations.NullMarked
package io.flames.report.export;
