package io.flames.generation.run;

import io.flames.contracts.generation.v1.RunTrigger;

/** What started a run. */
public enum RunTriggerName {
    RELEASE(RunTrigger.RUN_TRIGGER_RELEASE),
    TARGET_VERSION(RunTrigger.RUN_TRIGGER_TARGET_VERSION),
    MANUAL(RunTrigger.RUN_TRIGGER_MANUAL),
    RECORDED(RunTrigger.RUN_TRIGGER_RECORDED);

    private final RunTrigger wire;

    RunTriggerName(RunTrigger wire) {
        this.wire = wire;
    }

    RunTrigger wire() {
        return wire;
    }
}
