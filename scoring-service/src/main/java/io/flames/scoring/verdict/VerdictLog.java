package io.flames.scoring.verdict;

import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.scoring.v1.ScorerEvent;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Where verdicts go before they are acknowledged. */
public interface VerdictLog {
    /**
     * The kept verdict of this id, or a new one, which is kept first and published then. Completes when the broker has
     * it. Faults of the database and the broker delay it and never fail it; it fails only as {@code judge} fails.
     *
     * @param judge makes the verdict; asked only when none is kept
     */
    CompletionStage<ScoreEvent> record(UUID scoreId, Supplier<CompletionStage<ScoreEvent>> judge);

    /** Says what became of a scorer version. Completes when the broker has it; never fails. */
    CompletionStage<Void> register(ScorerEvent event);

    /** Computes only: the standalone scorer. */
    final class None implements VerdictLog {
        @Override
        public CompletionStage<ScoreEvent> record(UUID scoreId, Supplier<CompletionStage<ScoreEvent>> judge) {
            return judge.get();
        }

        @Override
        public CompletionStage<Void> register(ScorerEvent event) {
            // Nobody listens to a standalone scorer.
            return CompletableFuture.completedFuture(null);
        }
    }
}
