package io.flames.generation.support;

import io.flames.contracts.scoring.v1.InvalidRequest;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The other end of the scoring stream: speaks the real protocol over a real socket, and can be taken away. */
public final class ScoringPeer implements QuarkusTestResourceLifecycleManager {
    private static final Queue<ScoreRequest> RECEIVED = new ConcurrentLinkedQueue<>();
    private static final Queue<ScoreRequest> SCORED = new ConcurrentLinkedQueue<>();
    private static final Set<String> FAILING = ConcurrentHashMap.newKeySet();
    private static volatile boolean silent;
    private static volatile int port;
    private static volatile @Nullable Server server;

    @Override
    public Map<String, String> start() {
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open();
        return Map.of("flames.generation.scoring.port", Integer.toString(port));
    }

    @Override
    public void stop() {
        kill();
    }

    public static synchronized void open() {
        try {
            server = NettyServerBuilder.forPort(port)
                    .addService(new Service())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks off every stream. */
    public static synchronized void kill() {
        var open = server;
        if (open != null) {
            open.shutdownNow();
            try {
                open.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes requests and gives no result. */
    public static void silent(boolean value) {
        silent = value;
    }

    /** Streams that ask for this scorer break off from now on. */
    public static void failing(String scorer) {
        FAILING.add(scorer);
    }

    public static void well(String scorer) {
        FAILING.remove(scorer);
    }

    /** The responses of a run that one scorer was asked about and answered. */
    public static Set<String> scoredOf(String runId, String scorer) {
        return SCORED.stream()
                .filter(request ->
                        request.getRunId().equals(runId) && request.getScorer().equals(scorer))
                .map(ScoreRequest::getResponseId)
                .collect(Collectors.toSet());
    }

    public static Queue<ScoreRequest> received() {
        return RECEIVED;
    }

    public static long receivedOf(String runId) {
        return RECEIVED.stream()
                .filter(request -> request.getRunId().equals(runId))
                .map(ScoreRequest::getResponseId)
                .distinct()
                .count();
    }

    private static final class Service extends ScoringServiceGrpc.ScoringServiceImplBase {
        @Override
        public StreamObserver<ScoreRequest> score(StreamObserver<ScoreResult> results) {
            return new StreamObserver<>() {
                private boolean broken;

                @Override
                public void onNext(ScoreRequest request) {
                    if (broken) {
                        return;
                    }
                    RECEIVED.add(request);
                    if (FAILING.contains(request.getScorer())) {
                        broken = true;
                        results.onError(Status.UNAVAILABLE.asRuntimeException());
                    } else if (!silent) {
                        SCORED.add(request);
                        results.onNext(verdict(request));
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    // The client has gone; there is nobody to answer.
                }

                @Override
                public void onCompleted() {
                    results.onCompleted();
                }
            };
        }

        private static ScoreResult verdict(ScoreRequest request) {
            var result = ScoreResult.newBuilder().setRequestId(request.getRequestId());
            if (request.getResponse().contains("REFUSE-THIS-REQUEST")) {
                return result.setInvalid(
                                InvalidRequest.newBuilder().setField("response").setMessage("is refused by the test"))
                        .build();
            }
            return result.setScored(ResponseScored.newBuilder()
                            .setResponseId(request.getResponseId())
                            .setScore(3))
                    .build();
        }
    }
}
