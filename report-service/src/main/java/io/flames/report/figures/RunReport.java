package io.flames.report.figures;

import io.flames.report.store.Views.Counts;
import io.flames.report.store.Views.Run;

/** A run with its counts, its state and its figures under one scorer version. */
public record RunReport(Run run, Counts counts, RunState state, RunFigures figures) {}
