/** Which responses a campaign asks people about, and with what probability each was taken. Pure functions; no IO. */
@org.jspecify.annotations.NullMarked
package io.flames.annotation.sampling;
