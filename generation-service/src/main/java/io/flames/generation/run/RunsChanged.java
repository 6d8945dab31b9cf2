package io.flames.generation.run;

/** Fired after runs were started or resumed, so that their tasks are leased at once. */
public record RunsChanged() {}
