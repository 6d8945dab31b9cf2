/** From a committed release to its records in Kafka. */
@org.jspecify.annotations.NullMarked
package io.flames.prompt.outbox;
