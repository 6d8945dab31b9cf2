package io.flames.generation.target;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A target as REST shows it. */
public record TargetView(
        UUID id,
        String name,
        String kind,
        int version,
        String digest,
        String baseUrl,
        String model,
        boolean synthetic,
        @Nullable String apiKeyEnv,
        int requestTimeoutSeconds,
        int maxConcurrency,
        @Nullable Integer requestsPerMinute,
        List<String> follows,
        int samples,
        TargetRequest.Budget budget,
        Instant createdAt,
        List<VersionView> versions) {

    /** @param parameters the frozen decoding parameters */
    public record VersionView(
            UUID id,
            int version,
            String digest,
            String baseUrl,
            String model,
            JsonNode parameters,
            boolean synthetic,
            Instant createdAt) {}

    public static TargetView of(Target target) {
        var settings = target.settings();
        var latest = target.latest();
        return new TargetView(
                target.id(),
                target.name(),
                target.kind().name(),
                latest.number(),
                latest.digest(),
                latest.frozen().baseUrl(),
                latest.frozen().model(),
                latest.frozen().synthetic(),
                settings.apiKeyEnv(),
                settings.requestTimeoutSeconds(),
                settings.maxConcurrency(),
                settings.requestsPerMinute(),
                settings.follows(),
                settings.samples(),
                new TargetRequest.Budget(settings.maxCalls(), settings.maxTokensBudget()),
                target.createdAt(),
                target.versions().stream().map(TargetView::version).toList());
    }

    private static VersionView version(TargetVersion version) {
        var frozen = version.frozen();
        return new VersionView(
                version.id(),
                version.number(),
                version.digest(),
                frozen.baseUrl(),
                frozen.model(),
                CanonicalDigest.parameters(frozen),
                frozen.synthetic(),
                version.createdAt());
    }
}
