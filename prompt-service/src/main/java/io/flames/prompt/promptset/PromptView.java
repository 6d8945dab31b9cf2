package io.flames.prompt.promptset;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A prompt of a set.
 *
 * @param externalId the id that the import file gave, or null
 * @param digest SHA-256 of the canonical content, hex
 */
public record PromptView(
        UUID id,
        String dimension,
        String subcomponent,
        @Nullable String attackMethod,
        String language,
        String prompt,
        @Nullable String externalId,
        String digest) {}
