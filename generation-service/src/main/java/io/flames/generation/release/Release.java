package io.flames.generation.release;

import java.time.Instant;
import java.util.UUID;

/** A closed, numbered, immutable snapshot of a prompt set. */
public record Release(
        UUID id, UUID setId, String setName, int number, int promptCount, String digest, Instant publishedAt) {

    /** Such as {@code flames-sample@1}. */
    public String name() {
        return setName + "@" + number;
    }
}
