package io.flames.scoring.registry.store;

import io.flames.scoring.scorer.ScorerIdentity;
import java.time.Instant;
import java.util.UUID;

/**
 * A scorer version that is known.
 *
 * @param kind such as {@code onnx}
 * @param card model card, JSON; empty where there is none
 * @param configured a replica's configuration has it: there are no files of it here
 * @param by who registered it; empty where nobody is logged in
 */
public record StoredVersion(
        ScorerIdentity identity, String kind, String card, boolean configured, String by, Instant at) {
    public UUID id() {
        return identity.id();
    }

    /** As requests name it, such as {@code onnx-heads@4}. */
    public String label() {
        return identity.name() + "@" + identity.version();
    }
}
