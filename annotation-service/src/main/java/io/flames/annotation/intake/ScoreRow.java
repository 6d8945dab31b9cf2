package io.flames.annotation.intake;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A scorer version's verdict.
 *
 * @param p3 probability of score 3, from 0 to 1; null where the scorer gives none
 * @param disagreement from 0 to 1; null where there is one opinion
 */
record ScoreRow(
        UUID scoreId,
        UUID responseId,
        int revision,
        UUID scorerVersionId,
        String scorerName,
        int scorerVersion,
        short score,
        @Nullable Double p3,
        @Nullable Double p2,
        @Nullable Double p1,
        @Nullable Double disagreement,
        OffsetDateTime scoredAt) {}
