/** Gauges of runs for Prometheus. */
@org.jspecify.annotations.NullMarked
package io.flames.report.metrics;
