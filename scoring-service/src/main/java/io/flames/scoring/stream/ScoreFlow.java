package io.flames.scoring.stream;

import io.flames.contracts.Ids;
import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.Scorer.Prepared;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.verdict.VerdictLog;
import io.grpc.Status;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** One request's way: check, prepare, (find what is kept,) score, (keep, publish,) answer. */
final class ScoreFlow {
    private final RequestCheck check;
    private final Scorer scorer;
    private final ScorerVersion version;
    private final ScoringQueue queue;
    private final VerdictLog log;
    private final StreamMetrics metrics;
    private final Clock clock;

    ScoreFlow(
            RequestCheck check, Scorer scorer, ScoringQueue queue, VerdictLog log, StreamMetrics metrics, Clock clock) {
        this.check = check;
        this.scorer = scorer;
        this.version = scorer.identity().toMessage();
        this.queue = queue;
        this.log = log;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param abandoned true when the client has gone */
    CompletionStage<ScoreResult> score(ScoreRequest request, BooleanSupplier abandoned) {
        var refusal = check.refuse(request);
        if (refusal.isPresent()) {
            metrics.invalid(refusal.get().getField());
            return CompletableFuture.completedFuture(ScoreResult.newBuilder()
                    .setRequestId(request.getRequestId())
                    .setInvalid(refusal.get())
                    .build());
        }
        Prepared input =
                scorer.prepare(new ScoringInput(request.getDimension(), request.getPrompt(), request.getResponse()));
        // What waits holds token ids, not text.
        ScoreRequest lineage = request.toBuilder().clearPrompt().clearResponse().build();
        return event(lineage, input, abandoned)
                .thenApply(event -> VerdictMessages.result(lineage.getRequestId(), event));
    }

    private CompletionStage<ScoreEvent> event(ScoreRequest lineage, Prepared input, BooleanSupplier abandoned) {
        if (lineage.getResponseId().isEmpty()) {
            return judge(lineage, "", input, abandoned);
        }
        UUID scoreId = Ids.scoreId(
                UUID.fromString(lineage.getResponseId()),
                lineage.getRevision(),
                scorer.identity().id());
        return log.record(scoreId, () -> judge(lineage, scoreId.toString(), input, abandoned));
    }

    private CompletionStage<ScoreEvent> judge(
            ScoreRequest lineage, String scoreId, Prepared input, BooleanSupplier abandoned) {
        var verdict = queue.submit(input, abandoned);
        if (verdict.isEmpty()) {
            return CompletableFuture.failedFuture(Status.RESOURCE_EXHAUSTED
                    .withDescription("the scorer's queue is full, try again later")
                    .asRuntimeException());
        }
        return verdict.get().thenApply(judged -> {
            metrics.judged(lineage.getDimension(), judged);
            return VerdictMessages.event(lineage, scoreId, judged, version, clock.instant());
        });
    }
}
