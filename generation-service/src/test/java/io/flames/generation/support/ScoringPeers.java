package io.flames.generation.support;

import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Three replicas of scoring over real sockets. The last one has a full queue again and again. */
public final class ScoringPeers implements QuarkusTestResourceLifecycleManager {
    public static final int REPLICAS = 3;

    private static final int UNTIL_FULL = 200;
    private static final String PAUSE_MS = "100";
    private static final List<Peer> PEERS = new ArrayList<>();

    @Override
    public Map<String, String> start() {
        for (int i = 0; i < REPLICAS; i++) {
            PEERS.add(new Peer(i == REPLICAS - 1));
        }
        return Map.of(
                "flames.generation.scoring.hosts",
                PEERS.stream().map(peer -> "127.0.0.1:" + peer.server.getPort()).collect(Collectors.joining(",")));
    }

    @Override
    public void stop() {
        PEERS.forEach(Peer::kill);
        PEERS.clear();
    }

    /** The response ids that a replica has acknowledged. */
    public static Set<String> acknowledged(int replica) {
        return PEERS.get(replica).acknowledged;
    }

    /** Breaks its streams off; it does not come back. */
    public static void kill(int replica) {
        PEERS.get(replica).kill();
    }

    /** Takes requests and answers none of them from now on. */
    public static void silent(int replica) {
        PEERS.get(replica).silent = true;
    }

    /** How often a replica's queue was full. */
    public static int refusals(int replica) {
        return PEERS.get(replica).refusals.get();
    }

    private static final class Peer extends ScoringServiceGrpc.ScoringServiceImplBase {
        private final Server server;
        private final boolean fills;
        private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        private final AtomicInteger refusals = new AtomicInteger();
        private volatile boolean silent;

        Peer(boolean fills) {
            this.fills = fills;
            try {
                server = NettyServerBuilder.forPort(0).addService(this).build().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void kill() {
            server.shutdownNow();
            try {
                server.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public StreamObserver<ScoreRequest> score(StreamObserver<ScoreResult> results) {
            return new StreamObserver<>() {
                private int received;
                private boolean over;

                @Override
                public void onNext(ScoreRequest request) {
                    if (over || silent) {
                        return;
                    }
                    received++;
                    if (fills && received > UNTIL_FULL) {
                        over = true;
                        refuse();
                        return;
                    }
                    acknowledged.add(request.getResponseId());
                    results.onNext(ScoreResult.newBuilder()
                            .setRequestId(request.getRequestId())
                            .setScored(ResponseScored.newBuilder().setScore(3))
                            .build());
                }

                private void refuse() {
                    refusals.incrementAndGet();
                    var trailers = new Metadata();
                    trailers.put(Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER), PAUSE_MS);
                    results.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException(trailers));
                }

                @Override
                public void onError(Throwable failure) {
                    over = true;
                }

                @Override
                public void onCompleted() {
                    results.onCompleted();
                }
            };
        }
    }
}
