package io.flames.annotation.intake;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A revision of a response.
 *
 * @param dimension number of the contract's enum
 * @param scorable answered or truncated, and not blank: something that can be labelled
 * @param text empty where it is not scorable
 */
record ResponseRow(
        UUID responseId,
        int revision,
        UUID runId,
        UUID releaseId,
        UUID promptId,
        String targetName,
        UUID targetVersionId,
        int targetVersion,
        boolean synthetic,
        short dimension,
        String subcomponent,
        String attackMethod,
        String prompt,
        boolean scorable,
        String text,
        OffsetDateTime collectedAt) {}
