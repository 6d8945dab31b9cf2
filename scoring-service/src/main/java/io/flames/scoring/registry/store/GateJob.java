package io.flames.scoring.registry.store;

import io.flames.scoring.registry.state.RefusedTransitionException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A version's way through the gate, under way or at its end.
 *
 * @param name of the scorer
 * @param number of the version among those of the scorer
 * @param state {@code running}; {@code passed}: it is promoted; {@code refused} by the gate; {@code failed}, so that nothing was
 *     measured to the end; {@code cancelled}
 * @param done items that both versions scored
 * @param total items of the data
 * @param gate what the gate measured, JSON; empty where nothing was
 * @param reason why it failed; otherwise empty
 * @param by who started it; empty where nobody is logged in
 */
public record GateJob(
        UUID id,
        UUID version,
        String name,
        int number,
        String state,
        int done,
        int total,
        String gate,
        String reason,
        String by,
        Instant startedAt,
        Optional<Instant> finishedAt) {

    /** Why nothing comes of a job that ended before its replica had decided. */
    public RefusedTransitionException overEarly() {
        return new RefusedTransitionException("the promotion was "
                + (state.equals("cancelled") ? "cancelled" : "given up: " + reason) + "; nothing was changed");
    }
}
