/** Verdicts are kept in Postgres, then published to Kafka, then acknowledged. */
@NullMarked
package io.flames.scoring.verdict;

import org.jspecify.annotations.NullMarked;
