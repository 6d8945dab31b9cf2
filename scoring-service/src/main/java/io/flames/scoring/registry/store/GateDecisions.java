package io.flames.scoring.registry.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * What follows from a gate: the version's history and the job's end are one transaction, so that a job says that it passed
 * exactly when its version was promoted. All methods block, throw {@link RegistryAwayException} when the database does not do
 * what it should, and {@link io.flames.scoring.registry.state.RefusedTransitionException}, with nothing changed, when the job
 * was cancelled or given up meanwhile.
 */
@ApplicationScoped
public class GateDecisions {
    private final Db db;

    GateDecisions(Db db) {
        this.db = db;
    }

    /**
     * Promotes the job's version.
     *
     * @param current the version that it was compared with; it has to be promoted still
     * @param gate what was measured, JSON
     */
    public void promote(GateJob job, UUID current, String gate, String by) {
        db.write(connection -> {
            var ledger = VersionStore.ledger(VersionStore.history(connection));
            var promoted = ledger.promote(job.version(), current);
            VersionStore.append(connection, promoted, ledger.promoted(), gate, by);
            GateJobs.measured(connection, job.id(), true, gate);
            return promoted;
        });
    }

    /** Writes down that the gate refused the job's version; nothing is published. */
    public void refuse(GateJob job, UUID current, String gate, String by) {
        db.write(connection -> {
            VersionStore.insert(
                    connection, job.version(), "gate_refused", "", false, Optional.of(current), gate, by, true);
            GateJobs.measured(connection, job.id(), false, gate);
            return job;
        });
    }
}
