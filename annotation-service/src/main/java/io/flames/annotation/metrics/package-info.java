/** What a dashboard shows of the work: counted from the database, so that each replica tells the same. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.metrics;
