package io.flames.scoring.served;

import io.flames.scoring.lane.ScorerLane;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Verdict;
import java.util.concurrent.CompletableFuture;

/** Work that one scorer has another do. */
final class PeerWork {
    private PeerWork() {}

    /**
     * @param stream whose share of the workers it takes
     * @return cancelled, it takes the work with it while that still waits in the lane
     */
    static CompletableFuture<Verdict> submit(ScorerLane lane, Prepared input, Object stream) {
        // The lane asks the future that is handed out: cancelling one that was derived would not reach its source.
        var handedOut = new CompletableFuture<Verdict>();
        lane.submit(input, stream, handedOut::isDone).whenComplete((verdict, fault) -> {
            if (fault == null) {
                handedOut.complete(verdict);
            } else {
                handedOut.completeExceptionally(fault);
            }
        });
        return handedOut;
    }
}
