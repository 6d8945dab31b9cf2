package io.flames.generation.target;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A model under test.
 *
 * @param versions newest first, at least one
 */
public record Target(
        UUID id,
        String name,
        TargetKind kind,
        TargetSettings settings,
        Instant createdAt,
        List<TargetVersion> versions) {
    public Target {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("target " + name + " has no version");
        }
    }

    public TargetVersion latest() {
        return versions.get(0);
    }
}
