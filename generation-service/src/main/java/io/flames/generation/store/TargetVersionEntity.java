package io.flames.generation.store;

import io.flames.generation.target.Decoding;
import io.flames.generation.target.FrozenTarget;
import io.flames.generation.target.TargetKind;
import io.flames.generation.target.TargetVersion;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code target_version}; never updated. */
@Entity
@Table(name = "target_version")
class TargetVersionEntity {
    @Id
    @Nullable
    UUID id;

    @Column(name = "target_id")
    @Nullable
    UUID targetId;

    int number;

    @Nullable
    String digest;

    @Column(name = "base_url")
    @Nullable
    String baseUrl;

    @Nullable
    String model;

    @Nullable
    Double temperature;

    @Column(name = "top_p")
    @Nullable
    Double topP;

    @Column(name = "max_tokens")
    @Nullable
    Integer maxTokens;

    @Nullable
    Long seed;

    @Column(name = "system_prompt")
    @Nullable
    String systemPrompt;

    @Column(name = "extra_body")
    @Nullable
    String extraBody;

    boolean synthetic;

    @Column(name = "created_at")
    @Nullable
    Instant createdAt;

    static TargetVersionEntity of(UUID targetId, TargetVersion version) {
        var entity = new TargetVersionEntity();
        var frozen = version.frozen();
        entity.id = version.id();
        entity.targetId = targetId;
        entity.number = version.number();
        entity.digest = version.digest();
        entity.baseUrl = frozen.baseUrl();
        entity.model = frozen.model();
        entity.temperature = frozen.decoding().temperature();
        entity.topP = frozen.decoding().topP();
        entity.maxTokens = frozen.decoding().maxTokens();
        entity.seed = frozen.decoding().seed();
        entity.systemPrompt = frozen.decoding().systemPrompt();
        entity.extraBody = frozen.decoding().extraBody();
        entity.synthetic = frozen.synthetic();
        entity.createdAt = version.createdAt();
        return entity;
    }

    TargetVersion toVersion(TargetKind kind) {
        var decoding = new Decoding(temperature, topP, maxTokens, seed, systemPrompt, Loaded.value(extraBody));
        var frozen = new FrozenTarget(kind, Loaded.value(baseUrl), Loaded.value(model), decoding, synthetic);
        return new TargetVersion(Loaded.value(id), number, Loaded.value(digest), frozen, Loaded.value(createdAt));
    }
}
