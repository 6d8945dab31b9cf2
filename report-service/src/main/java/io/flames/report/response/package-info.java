/** One response with its verdicts and its whole lineage. */
@org.jspecify.annotations.NullMarked
package io.flames.report.response;
