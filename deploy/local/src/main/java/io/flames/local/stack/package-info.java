/** The supervisor: starts servers, services, gateway and sample targets, restarts what dies, stops all in order. */
@NullMarked
package io.flames.local.stack;

import org.jspecify.annotations.NullMarked;
