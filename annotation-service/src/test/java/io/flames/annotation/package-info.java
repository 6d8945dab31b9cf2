/** Tests of generation-service. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation;
