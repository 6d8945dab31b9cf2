/** From topics to tables: reads records strictly, stores them by upsert, sends what it refuses to the dead-letter topic. */
@org.jspecify.annotations.NullMarked
package io.flames.report.projection;
