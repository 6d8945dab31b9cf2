/**
 * What services say to each other: topics, event headers, identities and the taxonomy's names. Wire only; domain logic
 * stands in the services.
 */
@org.jspecify.annotations.NullMarked
package io.flames.contracts;
