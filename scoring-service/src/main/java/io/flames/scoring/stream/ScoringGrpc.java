package io.flames.scoring.stream;

import io.flames.contracts.scoring.v1.DescribeScorerRequest;
import io.flames.contracts.scoring.v1.DescribeScorerResponse;
import io.flames.contracts.scoring.v1.ListScorersRequest;
import io.flames.contracts.scoring.v1.ListScorersResponse;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.scoring.ScoringConfig;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorers;
import io.flames.scoring.verdict.VerdictLog;
import io.grpc.ServerServiceDefinition;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The gRPC service. Refuses with UNAVAILABLE what its scorer cannot take; on shutdown finishes and publishes what it
 * accepted.
 */
@GrpcService
class ScoringGrpc extends ScoringServiceGrpc.ScoringServiceImplBase {
    private static final Logger LOG = Logger.getLogger(ScoringGrpc.class);

    /** All unary calls together are one stream among the others: each by itself would always be the newest one. */
    private static final Object UNARY = "unary";

    private final ScoringConfig config;
    private final ServedScorers served;
    private final ScoreFlow flow;
    private final Set<ScoreStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<CompletableFuture<ScoreResult>> singles = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    ScoringGrpc(ScoringConfig config, ServedScorers served, VerdictLog log, MeterRegistry registry) {
        this.config = config;
        this.served = served;
        var names = served.all().stream().map(ServedScorer::name).collect(Collectors.toSet());
        var admission = new Admission(config.inWorkItems(), config.inWorkBytes());
        this.flow = new ScoreFlow(
                new RequestCheck(
                        name -> served.find(name).isPresent(),
                        () -> served.all().stream().map(ServedScorer::name).toList(),
                        config.promptChars(),
                        config.responseChars()),
                admission,
                served,
                log,
                new StreamMetrics(registry, names, streams::size, admission::items),
                Clock.systemUTC());
    }

    @Override
    public ServerServiceDefinition bindService() {
        return RequestMarshaller.in(super.bindService());
    }

    @Override
    public StreamObserver<ScoreRequest> score(StreamObserver<ScoreResult> client) {
        if (draining) {
            client.onError(shuttingDown());
            return new Deaf();
        }
        var stream = new ScoreStream((ServerCallStreamObserver<ScoreResult>) client, flow, config.streamWindow());
        streams.add(stream);
        stream.ended().whenComplete((done, fault) -> streams.remove(stream));
        return stream;
    }

    @Override
    public void scoreOne(ScoreRequest request, StreamObserver<ScoreResult> client) {
        if (draining) {
            client.onError(shuttingDown());
            return;
        }
        var call = (ServerCallStreamObserver<ScoreResult>) client;
        // Nobody tells results of a unary call apart.
        var named = request.getRequestId().isEmpty()
                ? request.toBuilder().setRequestId("one").build()
                : request;
        var result = flow.score(named, UNARY, call::isCancelled).toCompletableFuture();
        singles.add(result);
        // Also tells gRPC that a cancelled call may still be answered.
        call.setOnCancelHandler(() -> singles.remove(result));
        result.whenComplete((answer, fault) -> {
            singles.remove(result);
            if (call.isCancelled()) {
                return;
            }
            if (fault != null) {
                call.onError(Failures.status(fault));
            } else if (answer.hasInvalid()) {
                call.onError(invalid(answer));
            } else {
                call.onNext(
                        answer.toBuilder().setRequestId(request.getRequestId()).build());
                call.onCompleted();
            }
        });
    }

    private static RuntimeException invalid(ScoreResult answer) {
        var refusal = answer.getInvalid();
        var status = refusal.getField().equals("scorer") ? Status.NOT_FOUND : Status.INVALID_ARGUMENT;
        return status.withDescription(refusal.getField() + ": " + refusal.getMessage())
                .asRuntimeException();
    }

    @Override
    public void listScorers(ListScorersRequest request, StreamObserver<ListScorersResponse> client) {
        var list = ListScorersResponse.newBuilder();
        served.all().forEach(scorer -> list.addScorers(ScorerMessages.summary(scorer)));
        client.onNext(list.build());
        client.onCompleted();
    }

    @Override
    public void describeScorer(DescribeScorerRequest request, StreamObserver<DescribeScorerResponse> client) {
        var scorer = served.find(request.getName());
        if (scorer.isEmpty()) {
            client.onError(Status.NOT_FOUND
                    .withDescription("unknown scorer, expected nothing or one of "
                            + served.all().stream().map(ServedScorer::name).collect(Collectors.joining(", ")))
                    .asRuntimeException());
            return;
        }
        client.onNext(ScorerMessages.description(scorer.get()));
        client.onCompleted();
    }

    private static RuntimeException shuttingDown() {
        return Failures.unavailable("this scorer is shutting down");
    }

    /** Before the servers' connections close. */
    void drain(@Observes @Priority(1000) ShutdownEvent event) throws InterruptedException {
        draining = true;
        var ends = Stream.concat(
                        streams.stream().map(ScoreStream::drain),
                        singles.stream().map(result -> result.handle((answer, fault) -> null)))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warnf("Drain ended with work left; clients send it again streams=%d", streams.size());
        }
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
