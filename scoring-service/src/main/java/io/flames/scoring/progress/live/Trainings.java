package io.flames.scoring.progress.live;

import io.flames.scoring.ScoringConfig;
import io.flames.scoring.progress.Reception;
import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.store.Heard;
import io.flames.scoring.progress.store.TrainingStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What trainings say of themselves, and what is known of them. Blocks; throws what {@link TrainingStore} throws. */
@ApplicationScoped
public class Trainings {
    /** Shown in a list, at most. */
    static final int LISTED = 200;

    private final TrainingStore store;
    private final Duration silentAfter;

    Trainings(TrainingStore store, ScoringConfig config) {
        this.store = store;
        this.silentAfter = config.trainings().silentAfter();
    }

    Reception heard(UUID id, Snapshot snapshot) {
        return store.put(id, snapshot);
    }

    Optional<TrainingView> find(UUID id) {
        return store.find(id).map(this::view);
    }

    /** Newest start first. */
    List<TrainingView> newest() {
        return store.newest(LISTED).stream().map(this::view).toList();
    }

    private TrainingView view(Heard heard) {
        return TrainingView.of(heard, silentAfter);
    }
}
