package io.flames.generation.target;

import java.time.Instant;
import java.util.UUID;

/**
 * A target with everything frozen that bears on its answers.
 *
 * @param number from 1, without gaps
 * @param digest of {@code frozen}, 64 hex digits
 */
public record TargetVersion(UUID id, int number, String digest, FrozenTarget frozen, Instant createdAt) {}
