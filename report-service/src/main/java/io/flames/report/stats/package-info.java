/** Statistics as pure functions over counts: rates, scores, intervals, bounds, paired changes. No input or output. */
@org.jspecify.annotations.NullMarked
package io.flames.report.stats;
