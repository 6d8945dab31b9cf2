/** The outside world of this service's tests, over real sockets. */
@org.jspecify.annotations.NullMarked
package io.flames.generation.support;
