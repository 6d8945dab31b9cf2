package io.flames.generation.store;

import io.flames.generation.target.Target;
import io.flames.generation.target.TargetKind;
import io.flames.generation.target.TargetSettings;
import io.flames.generation.target.TargetVersion;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code target}. */
@Entity
@Table(name = "target")
class TargetEntity {
    @Id
    @Nullable
    UUID id;

    @Nullable
    String name;

    @Enumerated(EnumType.STRING)
    @Nullable
    TargetKind kind;

    @Column(name = "api_key_env")
    @Nullable
    String apiKeyEnv;

    @Column(name = "request_timeout_seconds")
    int requestTimeoutSeconds;

    @Column(name = "max_concurrency")
    int maxConcurrency;

    @Column(name = "requests_per_minute")
    @Nullable
    Integer requestsPerMinute;

    @Column(columnDefinition = "text[]")
    String[] follows = {};

    int samples;

    @Column(name = "max_calls")
    @Nullable
    Long maxCalls;

    @Column(name = "max_tokens_budget")
    @Nullable
    Long maxTokensBudget;

    @Column(name = "created_at")
    @Nullable
    Instant createdAt;

    static TargetEntity of(Target target) {
        var entity = new TargetEntity();
        entity.id = target.id();
        entity.name = target.name();
        entity.kind = target.kind();
        entity.createdAt = target.createdAt();
        entity.change(target.settings());
        return entity;
    }

    final void change(TargetSettings settings) {
        apiKeyEnv = settings.apiKeyEnv();
        requestTimeoutSeconds = settings.requestTimeoutSeconds();
        maxConcurrency = settings.maxConcurrency();
        requestsPerMinute = settings.requestsPerMinute();
        follows = settings.follows().toArray(String[]::new);
        samples = settings.samples();
        maxCalls = settings.maxCalls();
        maxTokensBudget = settings.maxTokensBudget();
    }

    Target toTarget(List<TargetVersion> versions) {
        var settings = new TargetSettings(
                apiKeyEnv,
                requestTimeoutSeconds,
                maxConcurrency,
                requestsPerMinute,
                List.of(follows),
                samples,
                maxCalls,
                maxTokensBudget);
        return new Target(
                Loaded.value(id), Loaded.value(name), Loaded.value(kind), settings, Loaded.value(createdAt), versions);
    }
}
