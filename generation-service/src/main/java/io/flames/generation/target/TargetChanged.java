package io.flames.generation.target;

/** Fired after a target was created or changed, so that it starts the runs that it now owes. */
public record TargetChanged(String name) {}
