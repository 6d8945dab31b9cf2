package io.flames.scoring.stream;

import io.flames.contracts.Ids;
import io.flames.contracts.scoring.v1.ScoreEvent;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.scoring.lane.LaneFullException;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.flames.scoring.verdict.VerdictLog;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** One request's way: check, prepare, (find what is kept,) score, (keep, publish,) answer. */
final class ScoreFlow {
    /** What is in work waits for a server that is away, most of the time. */
    private static final Duration FULL_HINT = Duration.ofSeconds(1);

    private final RequestCheck check;
    private final Admission admission;
    private final ServedScorers served;
    private final VerdictLog log;
    private final StreamMetrics metrics;
    private final Clock clock;

    ScoreFlow(
            RequestCheck check,
            Admission admission,
            ServedScorers served,
            VerdictLog log,
            StreamMetrics metrics,
            Clock clock) {
        this.check = check;
        this.admission = admission;
        this.served = served;
        this.log = log;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * @param stream whose share of the scorer's workers it takes
     * @param abandoned true when the client has gone
     * @return fails as {@link Failures} knows it
     */
    CompletionStage<ScoreResult> score(ScoreRequest request, Object stream, BooleanSupplier abandoned) {
        var refusal = check.refuse(request);
        if (refusal.isPresent()) {
            metrics.invalid(refusal.get().getField());
            return CompletableFuture.completedFuture(ScoreResult.newBuilder()
                    .setRequestId(request.getRequestId())
                    .setInvalid(refusal.get())
                    .build());
        }
        var found = served.find(request.getScorer());
        if (found.isEmpty()) {
            return CompletableFuture.failedFuture(
                    Failures.unavailable("scorer " + request.getScorer() + " was withdrawn"));
        }
        if (!request.getResponseId().isEmpty() && !served.isSettled(request.getScorer())) {
            return CompletableFuture.failedFuture(
                    Failures.unavailable("which scorer version is promoted is not known yet: the database is away"));
        }
        ServedScorer scorer = found.get();
        if (!(scorer.state() instanceof Serving serving)) {
            return CompletableFuture.failedFuture(Failures.unavailable("scorer " + scorer.name() + " is not ready: "
                    + scorer.state().reason()));
        }
        Prepared input = serving.loaded()
                .scorer()
                .prepare(new ScoringInput(request.getDimension(), request.getPrompt(), request.getResponse()));
        // What waits holds token ids, not text.
        ScoreRequest lineage = request.toBuilder().clearPrompt().clearResponse().build();
        long size = lineage.getSerializedSize() + input.bytes();
        if (!admission.enter(size)) {
            metrics.refused();
            return CompletableFuture.failedFuture(
                    new LaneFullException("the service has as much in work as it may", FULL_HINT));
        }
        return event(lineage, new Way(scorer, serving, input, stream, abandoned))
                .thenApply(event -> VerdictMessages.result(lineage.getRequestId(), event))
                .whenComplete((result, fault) -> admission.leave(size));
    }

    private CompletionStage<ScoreEvent> event(ScoreRequest lineage, Way way) {
        if (lineage.getResponseId().isEmpty()) {
            return judge(lineage, "", way);
        }
        UUID scoreId = Ids.scoreId(
                UUID.fromString(lineage.getResponseId()),
                lineage.getRevision(),
                way.serving.loaded().scorer().identity().id());
        return log.record(scoreId, () -> judge(lineage, scoreId.toString(), way));
    }

    private CompletionStage<ScoreEvent> judge(ScoreRequest lineage, String scoreId, Way way) {
        if (!way.isServing()) {
            return CompletableFuture.failedFuture(way.notServing());
        }
        var identity = way.serving.loaded().scorer().identity();
        return way.serving.lane().submit(way.input, way.stream, way.abandoned).thenApply(judged -> {
            // A scorer that failed its golden items meanwhile has said nothing that counts.
            if (!way.isServing()) {
                throw way.notServing();
            }
            metrics.judged(way.scorer.name(), lineage.getDimension(), judged);
            return VerdictMessages.event(lineage, scoreId, judged, identity.toMessage(), clock.instant());
        });
    }

    private record Way(ServedScorer scorer, Serving serving, Prepared input, Object stream, BooleanSupplier abandoned) {
        boolean isServing() {
            return scorer.state() instanceof Serving now && now.lane() == serving.lane();
        }

        StatusRuntimeException notServing() {
            return Failures.unavailable("scorer " + scorer.name() + " is not ready: "
                    + scorer.state().reason());
        }
    }
}
