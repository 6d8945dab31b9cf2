package io.flames.prompt.store;

import java.time.Instant;
import java.util.UUID;

/** A release as the database has it; nothing of it ever changes. */
public record StoredRelease(
        UUID id, UUID setId, String setName, int number, String digest, int promptCount, Instant publishedAt) {

    /** {@code flames-sample@2}. */
    public String name() {
        return setName + "@" + number;
    }
}
