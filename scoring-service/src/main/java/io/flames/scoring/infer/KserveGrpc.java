package io.flames.scoring.infer;

import io.flames.scoring.ScoringConfig;
import io.flames.scoring.proto.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.flames.scoring.proto.inference.ModelInferRequest;
import io.flames.scoring.proto.inference.ModelInferResponse;
import io.flames.scoring.proto.inference.ModelMetadataRequest;
import io.flames.scoring.proto.inference.ModelMetadataResponse;
import io.flames.scoring.proto.inference.ModelReadyRequest;
import io.flames.scoring.proto.inference.ModelReadyResponse;
import io.flames.scoring.proto.inference.ServerLiveRequest;
import io.flames.scoring.proto.inference.ServerLiveResponse;
import io.flames.scoring.proto.inference.ServerMetadataRequest;
import io.flames.scoring.proto.inference.ServerMetadataResponse;
import io.flames.scoring.proto.inference.ServerReadyRequest;
import io.flames.scoring.proto.inference.ServerReadyResponse;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.flames.scoring.stream.Failures;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The KServe v2 protocol, so that any client of it can use our scorers: a scorer is a model. Verdicts are computed only,
 * neither kept nor published. The items of a request wait in the scorer's own queue, each by itself.
 */
@GrpcService
class KserveGrpc extends GRPCInferenceServiceImplBase {
    /** Items of a request. */
    static final int MOST_ITEMS = 256;

    /** Accepted work has been finished by then as a rule: the streams drain first, with a time of their own. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    /** All inference requests together are one stream among the others: each by itself would always be the newest one. */
    private static final Object INFER = "infer";

    private final ServedScorers served;
    private final InferInputs inputs;
    private final MeterRegistry metrics;
    private final String version;
    private final Set<CompletableFuture<List<Verdict>>> inWork = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    KserveGrpc(
            ScoringConfig config,
            ServedScorers served,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String version) {
        this.served = served;
        this.inputs = new InferInputs(MOST_ITEMS, config.promptChars(), config.responseChars());
        this.metrics = metrics;
        this.version = version;
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> client) {
        answer(client, ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> client) {
        boolean ready = !draining && served.byDefault().state() instanceof Serving;
        answer(client, ServerReadyResponse.newBuilder().setReady(ready).build());
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> client) {
        answer(
                client,
                ServerMetadataResponse.newBuilder()
                        .setName("flames-scoring-service")
                        .setVersion(version)
                        .build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> client) {
        try {
            boolean ready =
                    !draining && model(request.getName(), request.getVersion()).state() instanceof Serving;
            answer(client, ModelReadyResponse.newBuilder().setReady(ready).build());
        } catch (RuntimeException fault) {
            client.onError(Failures.status(fault));
        }
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> client) {
        try {
            answer(client, ScorerModel.metadata(model(request.getName(), request.getVersion())));
        } catch (RuntimeException fault) {
            client.onError(Failures.status(fault));
        }
    }

    /** On a worker: preparing many long texts takes a while. */
    @Override
    @Blocking
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> client) {
        var call = (ServerCallStreamObserver<ModelInferResponse>) client;
        try {
            if (draining) {
                throw Failures.unavailable("this scorer is shutting down");
            }
            var scorer = model(request.getModelName(), request.getModelVersion());
            if (!(scorer.state() instanceof Serving serving)) {
                throw Failures.unavailable("scorer " + scorer.name() + " is not ready: "
                        + scorer.state().reason());
            }
            infer(request, serving, call);
        } catch (IllegalArgumentException malformed) {
            fail(
                    call,
                    Status.INVALID_ARGUMENT
                            .withDescription(malformed.getMessage())
                            .asRuntimeException());
        } catch (RuntimeException fault) {
            fail(call, fault);
        }
    }

    private void infer(ModelInferRequest request, Serving serving, ServerCallStreamObserver<ModelInferResponse> call) {
        var outputs = InferInputs.outputs(request);
        var asked = inputs.read(request);
        var verdicts = new CompletableFuture<List<Verdict>>();
        inWork.add(verdicts);
        // Also tells gRPC that a cancelled call may still be answered.
        call.setOnCancelHandler(() -> verdicts.cancel(false));
        verdicts.whenComplete((judged, fault) -> {
            inWork.remove(verdicts);
            if (fault != null) {
                fail(call, fault);
                return;
            }
            metrics.counter("flames.scoring.infer", "status", Status.Code.OK.name())
                    .increment();
            answer(
                    call,
                    new InferAnswer(judged, request.getRawInputContentsCount() > 0)
                            .response(outputs)
                            .setId(request.getId())
                            .setModelName(request.getModelName())
                            .setModelVersion(ScorerModel.version(serving.test()))
                            .build());
        });
        submit(serving, asked, verdicts);
    }

    /** The first item that fails ends them all; what still waits is dropped then. */
    private static void submit(Serving serving, List<ScoringInput> asked, CompletableFuture<List<Verdict>> verdicts) {
        var scorer = serving.loaded().scorer();
        var items = asked.stream()
                .map(input -> serving.lane().submit(scorer.prepare(input), INFER, verdicts::isDone))
                .toList();
        items.forEach(item -> item.whenComplete((verdict, fault) -> {
            if (fault != null) {
                verdicts.completeExceptionally(fault);
            }
        }));
        CompletableFuture.allOf(items.toArray(CompletableFuture[]::new))
                .thenRun(() -> verdicts.complete(
                        items.stream().map(CompletableFuture::join).toList()));
    }

    /** @throws io.grpc.StatusRuntimeException NOT_FOUND for a name or version that is not served here */
    private ServedScorer model(String name, String wantedVersion) {
        var scorer = Optional.of(name)
                .filter(given -> !given.isEmpty())
                .flatMap(served::find)
                .orElseThrow(() -> Status.NOT_FOUND
                        .withDescription("unknown model, expected one of "
                                + served.all().stream().map(ServedScorer::name).collect(Collectors.joining(", ")))
                        .asRuntimeException());
        var tested = scorer.state().tested();
        if (!wantedVersion.isEmpty()
                && tested.isPresent()
                && !ScorerModel.version(tested.get()).equals(wantedVersion)) {
            throw Status.NOT_FOUND
                    .withDescription("unknown version of model " + scorer.name() + ", expected none or "
                            + ScorerModel.version(tested.get()))
                    .asRuntimeException();
        }
        return scorer;
    }

    private static <T> void answer(StreamObserver<T> client, T message) {
        client.onNext(message);
        client.onCompleted();
    }

    private void fail(ServerCallStreamObserver<ModelInferResponse> call, Throwable fault) {
        if (call.isCancelled()) {
            count(Status.Code.CANCELLED);
            return;
        }
        var status = Failures.status(fault);
        count(status.getStatus().getCode());
        call.onError(status);
    }

    private void count(Status.Code status) {
        metrics.counter("flames.scoring.infer", "status", status.name()).increment();
    }

    void refuse(@Observes @Priority(999) ShutdownEvent event) {
        draining = true;
    }

    /** After the streams, before the scorers close. */
    void drain(@Observes @Priority(1001) ShutdownEvent event) throws InterruptedException {
        var ends = inWork.stream()
                .map(verdicts -> verdicts.handle((judged, fault) -> null))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            inWork.forEach(verdicts -> verdicts.completeExceptionally(
                    Failures.unavailable("the scorer is shutting down, send the request again")));
        }
    }
}
