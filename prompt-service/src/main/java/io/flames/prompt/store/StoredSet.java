package io.flames.prompt.store;

import java.time.Instant;
import java.util.UUID;

/** A prompt set as the database has it. */
public record StoredSet(UUID id, String name, String description, Instant createdAt) {}
