package io.flames.scoring.registry.store;

import io.flames.scoring.registry.state.Happening;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A line of the history.
 *
 * @param happening empty for a promotion that the gate refused: it changed nothing
 * @param previous of a promotion: the version that was promoted before
 * @param gate of a promotion: what the gate measured, JSON; otherwise empty
 * @param by who did it; empty where nobody is logged in
 */
public record Entry(
        long sequence,
        UUID version,
        Optional<Happening> happening,
        Optional<UUID> previous,
        String gate,
        String by,
        Instant at) {}
