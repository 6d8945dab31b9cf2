package io.flames.generation.run;

/** Where a run stands, and where it may go from there. */
public enum RunState {
    RUNNING,
    FINISHED,
    CANCELLED;

    public boolean mayBecome(RunState next) {
        return switch (this) {
            case RUNNING -> next == FINISHED || next == CANCELLED;
            // Failed tasks are asked again.
            case FINISHED -> next == RUNNING;
            case CANCELLED -> next == RUNNING;
        };
    }
}
