package io.flames.prompt.release;

import io.flames.prompt.store.StoredRelease;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * @param name {@code set@number}
 * @param digest SHA-256 over the canonical content, hex
 * @param counts prompts by dimension, in the benchmark's order, zeros too
 * @param created false when the content was released before and nothing new was written
 */
public record ReleaseView(
        UUID id,
        String set,
        UUID setId,
        int number,
        String name,
        String digest,
        int promptCount,
        Map<String, Integer> counts,
        Instant publishedAt,
        boolean created) {

    static ReleaseView of(StoredRelease release, Map<String, Integer> counts, boolean created) {
        return new ReleaseView(
                release.id(),
                release.setName(),
                release.setId(),
                release.number(),
                release.name(),
                release.digest(),
                release.promptCount(),
                counts,
                release.publishedAt(),
                created);
    }
}
