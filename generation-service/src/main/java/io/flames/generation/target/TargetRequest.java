package io.flames.generation.target;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/v1/targets} and, without a name, of {@code .../versions}: unset is inherited there. */
public record TargetRequest(
        @Nullable String name,
        @Nullable String baseUrl,
        @Nullable String model,
        @Nullable String apiKeyEnv,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer maxTokens,
        @Nullable Long seed,
        @Nullable String systemPrompt,
        @Nullable ObjectNode extraBody,
        @Nullable Integer requestTimeoutSeconds,
        @Nullable Integer maxConcurrency,
        @Nullable Integer requestsPerMinute,
        @Nullable List<@Nullable String> follows,
        @Nullable Integer samples,
        @Nullable Budget budget,
        @Nullable Boolean synthetic) {

    /** Limits of each run; a run that has used one up is cancelled and says so. */
    public record Budget(@Nullable Long maxCalls, @Nullable Long maxTokens) {}
}
