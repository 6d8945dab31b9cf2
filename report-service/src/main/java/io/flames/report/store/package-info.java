/** SQL of the read model. Written by io.flames.report.projection, read by the rest. */
@org.jspecify.annotations.NullMarked
package io.flames.report.store;
