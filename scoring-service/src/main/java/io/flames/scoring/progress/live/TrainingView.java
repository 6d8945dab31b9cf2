package io.flames.scoring.progress.live;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.store.Heard;
import java.time.Duration;
import java.time.Instant;

/**
 * A training as REST shows it: its newest snapshot, and this.
 *
 * @param state {@code running}, {@code silent}, {@code stopped}, {@code done} or {@code failed}
 * @param firstStartedAt of the first process, where it was resumed
 * @param silentSeconds since it was last heard of
 * @param page its page's path
 */
public record TrainingView(
        String id,
        String state,
        Instant firstStartedAt,
        Instant heardAt,
        long silentSeconds,
        String page,
        @JsonUnwrapped Snapshot snapshot) {

    static final String PAGES = "/scorers/trainings";

    static TrainingView of(Heard heard, Duration silentAfter) {
        return new TrainingView(
                heard.id().toString(),
                state(heard, silentAfter),
                heard.startedAt(),
                heard.heardAt(),
                heard.silence().toSeconds(),
                PAGES + "/" + heard.id(),
                heard.snapshot());
    }

    private static String state(Heard heard, Duration silentAfter) {
        var phase = heard.snapshot().phase();
        if (phase.ended()) {
            return phase.word();
        }
        return heard.silent(silentAfter) ? "silent" : "running";
    }
}
