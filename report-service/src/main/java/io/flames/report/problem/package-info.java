/** RFC 9457 problem documents for API clients, plain error pages for browsers. */
@org.jspecify.annotations.NullMarked
package io.flames.report.problem;
