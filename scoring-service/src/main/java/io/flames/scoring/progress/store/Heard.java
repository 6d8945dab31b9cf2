package io.flames.scoring.progress.store;

import io.flames.scoring.progress.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A training that was heard of.
 *
 * @param snapshot the newest
 * @param startedAt of the first process, where it was resumed
 * @param heardAt when the newest snapshot came, by the store's clock
 * @param silence since then, by the same clock
 */
public record Heard(UUID id, Snapshot snapshot, Instant startedAt, Instant heardAt, Duration silence) {

    /** It has not said that it ended, and nothing was heard for so long. */
    public boolean silent(Duration after) {
        return !snapshot.phase().ended() && silence.compareTo(after) > 0;
    }
}
