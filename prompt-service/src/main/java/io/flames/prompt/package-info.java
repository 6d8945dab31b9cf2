/**
 * prompt-service: a file is imported into a set ({@code importing}), the set is published as a release ({@code release}),
 * and the release goes to Kafka ({@code outbox}). README.md tells the whole flow.
 */
@org.jspecify.annotations.NullMarked
package io.flames.prompt;
