package io.flames.scoring.progress.store;

import io.flames.scoring.progress.Reception;
import io.flames.scoring.progress.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Trainings that were heard of, the newest snapshot of each. All methods may block, and throw
 * {@link TrainingsAwayException} when the database does not do what it should.
 */
public interface TrainingStore {
    /**
     * Keeps the snapshot if it is newer than what is kept. Of more trainings than are kept, those that have ended or fell silent
     * go, longest unheard first; where all of them run, a new one is not kept.
     */
    Reception put(UUID id, Snapshot snapshot);

    Optional<Heard> find(UUID id);

    /** Newest start first. */
    List<Heard> newest(int most);

    /**
     * Those that have not ended, newest heard first.
     *
     * @param within how long they may have been silent
     */
    List<Heard> running(Duration within, int most);
}
