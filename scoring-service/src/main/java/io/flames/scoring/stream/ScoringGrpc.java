package io.flames.scoring.stream;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.scoring.ScoringConfig;
import io.flames.scoring.golden.ServedScorer;
import io.flames.scoring.golden.ServedScorer.Serving;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.verdict.VerdictLog;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The gRPC service. Refuses with UNAVAILABLE until the scorer has passed its golden items; on shutdown finishes and
 * publishes what it accepted.
 */
@GrpcService
class ScoringGrpc extends ScoringServiceGrpc.ScoringServiceImplBase {
    private static final Logger LOG = Logger.getLogger(ScoringGrpc.class);

    private final ScoringConfig config;
    private final ServedScorer served;
    private final VerdictLog log;
    private final ScoringQueue queue;
    private final StreamMetrics metrics;
    private final Set<ScoreStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    ScoringGrpc(ScoringConfig config, ServedScorer served, VerdictLog log, MeterRegistry registry) {
        this.config = config;
        this.served = served;
        this.log = log;
        this.queue = new ScoringQueue(
                config.queueItems(),
                config.workers().orElse(Runtime.getRuntime().availableProcessors()));
        this.metrics = new StreamMetrics(registry, queue::depth, streams::size);
    }

    @Override
    public StreamObserver<ScoreRequest> score(StreamObserver<ScoreResult> client) {
        if (draining) {
            return refuse(client, "this scorer is shutting down");
        }
        if (!(served.state() instanceof Serving serving)) {
            return refuse(client, "the scorer is not ready: " + served.state().reason());
        }
        var stream = new ScoreStream(
                (ServerCallStreamObserver<ScoreResult>) client, flow(serving.scorer()), config.streamWindow());
        streams.add(stream);
        stream.ended().whenComplete((done, fault) -> streams.remove(stream));
        return stream;
    }

    private ScoreFlow flow(Scorer scorer) {
        return new ScoreFlow(
                new RequestCheck(Set.of(scorer.identity().name()), config.promptChars(), config.responseChars()),
                scorer,
                queue,
                log,
                metrics,
                Clock.systemUTC());
    }

    private static StreamObserver<ScoreRequest> refuse(StreamObserver<ScoreResult> client, String reason) {
        client.onError(Status.UNAVAILABLE.withDescription(reason).asRuntimeException());
        return new Deaf();
    }

    /** Before the servers' connections close. */
    void drain(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
        draining = true;
        var ends = streams.stream().map(ScoreStream::drain).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warnf("Drain ended with work left; clients send it again streams=%d", streams.size());
        }
        queue.close();
    }

    /** The other end of a stream that was refused. */
    private static final class Deaf implements StreamObserver<ScoreRequest> {
        @Override
        public void onNext(ScoreRequest request) {}

        @Override
        public void onError(Throwable fault) {}

        @Override
        public void onCompleted() {}
    }
}
