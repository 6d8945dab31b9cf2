package io.flames.report.figures;

import io.flames.report.store.Views.Counts;
import io.flames.report.store.Views.Run;

/**
 * Where a run stands, seen from what has arrived here. Only a complete run is ranked: everything expected is there, equals
 * the counts with which the run ended, and the scorer has judged all that can be judged.
 */
public enum RunState {
    /** Neither RunFinished nor RunCancelled has arrived. */
    RUNNING,
    /** The run has ended, its responses have not all arrived (in the outcomes it ended with). */
    CATCHING_UP,
    /** The run has ended with fewer responses than expected, and they are all here. */
    INCOMPLETE,
    /** All responses are there, verdicts are missing. */
    SCORING,
    COMPLETE,
    /** Stopped by hand or by a budget; never complete. */
    CANCELLED;

    public static RunState of(Run run, Counts counts) {
        var end = run.end();
        if (end == null) {
            return RUNNING;
        }
        if (end.cancelled()) {
            return CANCELLED;
        }
        var outcomes = counts.outcomes();
        if (!outcomes.equals(end.outcomes())) {
            return CATCHING_UP;
        }
        if (outcomes.total() < run.expected()) {
            return INCOMPLETE;
        }
        return counts.waiting() > 0 ? SCORING : COMPLETE;
    }

    public boolean isPartial() {
        return this != COMPLETE;
    }
}
