/** Events committed with the state they tell of, published in order afterwards; and the dead-letter topics. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.outbox;
