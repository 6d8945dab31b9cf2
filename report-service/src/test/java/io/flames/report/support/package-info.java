/** Events of a benchmark that tests send, and the broker they send them to. */
@org.jspecify.annotations.NullMarked
package io.flames.report.support;
