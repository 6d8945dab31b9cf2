package io.flames.generation.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may change in a target without making another version: it bears on when a call is made, not on what is answered.
 *
 * @param apiKeyEnv name of the environment variable that holds the key, or null
 * @param maxConcurrency calls in flight across all replicas
 * @param requestsPerMinute across all replicas, or null for no limit
 * @param follows names of the sets whose releases start runs by themselves
 * @param samples answers a prompt in automatic runs
 * @param maxCalls of a run, or null for no limit
 * @param maxTokensBudget prompt and completion tokens of a run, or null for no limit
 */
public record TargetSettings(
        @Nullable String apiKeyEnv,
        int requestTimeoutSeconds,
        int maxConcurrency,
        @Nullable Integer requestsPerMinute,
        List<String> follows,
        int samples,
        @Nullable Long maxCalls,
        @Nullable Long maxTokensBudget) {
    public TargetSettings {
        follows = List.copyOf(follows);
    }
}
