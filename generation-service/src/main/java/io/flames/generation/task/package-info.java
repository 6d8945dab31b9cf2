/** The leased work: which call is made when, by whom, how often, and how its result is kept. */
@org.jspecify.annotations.NullMarked
package io.flames.generation.task;
