package io.flames.generation.task;

import java.util.UUID;

/**
 * A task that this replica may call, with everything its response carries.
 *
 * @param token the result is stored only under this token
 * @param attempts calls of this revision, the one that the lease is for included
 * @param throttled refusals for the rate before this call
 * @param dimension number of the contract's enum
 */
public record TaskLease(
        UUID runId,
        int position,
        int sample,
        long token,
        int revision,
        int attempts,
        int throttled,
        UUID releaseId,
        UUID targetVersionId,
        UUID promptId,
        int dimension,
        String subcomponent,
        String attackMethod,
        String language,
        String prompt) {}
