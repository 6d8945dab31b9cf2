/** The gRPC stream: checks, back-pressure, the queue and the workers. */
@NullMarked
package io.flames.scoring.stream;

import org.jspecify.annotations.NullMarked;
