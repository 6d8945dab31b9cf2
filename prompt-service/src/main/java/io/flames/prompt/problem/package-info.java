/** Errors as their reader sees them: RFC 9457 problem details. */
@org.jspecify.annotations.NullMarked
package io.flames.prompt.problem;
