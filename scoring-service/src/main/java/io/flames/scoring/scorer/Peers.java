package io.flames.scoring.scorer;

import java.util.concurrent.CompletableFuture;

/** The other scorers of this service, for a scorer that asks them. */
public interface Peers {
    /**
     * Judges by another scorer, in its own queue.
     *
     * @return fails with {@link ScorerUnavailableException} when that scorer is unknown, not ready, full or away. Whoever
     *     cancels this very future, not a stage derived from it, gives the work up: it is dropped if it still waits
     */
    CompletableFuture<Verdict> score(String scorer, ScoringInput input);

    /**
     * Waits until the other scorer serves.
     *
     * @throws ScorerUnavailableException when it is unknown, refused, or not ready in time
     */
    ScorerIdentity awaitServing(String scorer) throws InterruptedException;
}
