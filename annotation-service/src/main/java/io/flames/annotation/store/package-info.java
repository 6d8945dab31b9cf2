/** The way to the database, for all packages that keep something there. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.store;
