/** What a person sees in the browser. */
@org.jspecify.annotations.NullMarked
package io.flames.report.page;
