package io.flames.generation.client;

import io.flames.generation.target.FrozenTarget;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a call to a target version needs, apart from the prompt.
 *
 * @param apiKeyEnv name of the environment variable with the key, or null
 * @param maxConcurrency also the size of the pool of connections
 */
public record Endpoint(
        UUID targetVersionId, FrozenTarget frozen, @Nullable String apiKeyEnv, Duration timeout, int maxConcurrency) {}
