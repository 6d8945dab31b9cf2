/** Real Kafka and PostgreSQL as child processes, without containers. */
@NullMarked
package io.flames.local.servers;

import org.jspecify.annotations.NullMarked;
