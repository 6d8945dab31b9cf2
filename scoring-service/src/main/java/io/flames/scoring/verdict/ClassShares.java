package io.flames.scoring.verdict;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the kept verdicts were, by day. Each verdict is counted once, when it is kept for the first time. */
public interface ClassShares {
    /**
     * The first days of each version and dimension, as many as hold so many verdicts together, and the recent days.
     *
     * @param firstVerdicts of a version and dimension
     * @param recentDays today and the days before it
     * @return fails while the database is away
     */
    CompletionStage<List<ClassShare>> read(Set<UUID> scorerVersionIds, long firstVerdicts, int recentDays);

    /** Nothing is kept: the standalone scorer. */
    final class None implements ClassShares {
        @Override
        public CompletionStage<List<ClassShare>> read(Set<UUID> scorerVersionIds, long firstVerdicts, int recentDays) {
            return CompletableFuture.completedFuture(List.of());
        }
    }
}
