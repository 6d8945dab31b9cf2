package io.flames.scoring.scorer;

import io.flames.contracts.Ids;
import io.flames.contracts.scoring.v1.ScorerVersion;
import java.util.UUID;

/**
 * What tells one scorer version from another.
 *
 * @param name such as {@code onnx-heads}
 * @param version from 1 in a scorer, raised by whoever ships other weights
 * @param digest SHA-256 over everything that makes the scorer what it is, 64 lower-case hex digits
 */
public record ScorerIdentity(String name, int version, String digest) {
    public ScorerIdentity {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("digest is not 64 lower-case hex digits: " + digest);
        }
    }

    /** UUIDv5 of name and digest. */
    public UUID id() {
        return Ids.scorerVersionId(name, digest);
    }

    /** As the wire has it. */
    public ScorerVersion toMessage() {
        return ScorerVersion.newBuilder()
                .setScorerVersionId(id().toString())
                .setName(name)
                .setVersion(version)
                .setDigest(digest)
                .build();
    }
}
