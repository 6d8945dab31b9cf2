package io.flames.generation.release;

import java.util.UUID;

/**
 * One prompt of a release.
 *
 * @param position from 0
 * @param dimension number of the contract's enum
 */
public record ReleasePrompt(
        UUID releaseId,
        int position,
        UUID promptId,
        int dimension,
        String subcomponent,
        String attackMethod,
        String language,
        String externalId,
        String text) {}
