package io.flames.contracts.client;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.flames.contracts.scoring.v1.InvalidRequest;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A replica of scoring over a real socket: one request after the other, each after the same time. */
final class ReplicaPeer extends ScoringServiceGrpc.ScoringServiceImplBase implements AutoCloseable {
    static final int NEVER = -1;

    private final Server server;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final long microsEach;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile long pauseMs;
    private volatile boolean byTrailer;
    private volatile String refusedField = "";
    private final AtomicLong refused = new AtomicLong();
    private volatile long backFrom = System.nanoTime();
    private final AtomicInteger earlyReturns = new AtomicInteger();

    /** @param microsEach time a request takes; {@link #NEVER} for no answers at all */
    ReplicaPeer(String host, int port, long microsEach, ServerCredentials credentials) throws IOException {
        this.microsEach = microsEach;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(host, port), credentials)
                .addService(this)
                .build()
                .start();
    }

    ReplicaPeer(long microsEach) throws IOException {
        this("127.0.0.1", 0, microsEach, InsecureServerCredentials.create());
    }

    /** Its queue is full for the next streams' fourth request. @param byTrailer else the hint is a RetryInfo only */
    ReplicaPeer full(int streams, long pauseMs, boolean byTrailer) {
        this.pauseMs = pauseMs;
        this.byTrailer = byTrailer;
        refusals.set(streams);
        return this;
    }

    /** Finds this field of every request invalid from now on; none where it is empty. */
    ReplicaPeer refuses(String field) {
        refusedField = field;
        return this;
    }

    /** Requests whose field was found invalid. */
    long refused() {
        return refused.get();
    }

    HostAndPort address() {
        return new HostAndPort("127.0.0.1", server.getPort());
    }

    int port() {
        return server.getPort();
    }

    long answered() {
        return answered.get();
    }

    /** Streams opened before the time that the refusal asked for. */
    int earlyReturns() {
        return earlyReturns.get();
    }

    @Override
    public StreamObserver<ScoreRequest> score(StreamObserver<ScoreResult> client) {
        if (System.nanoTime() - backFrom < 0) {
            earlyReturns.incrementAndGet();
        }
        boolean fills = refusals.getAndDecrement() > 0;
        return new StreamObserver<>() {
            private int received;
            private volatile boolean over;

            @Override
            public void onNext(ScoreRequest request) {
                received++;
                if (microsEach == NEVER || over) {
                    return;
                }
                if (fills && received > 3) {
                    over = true;
                    later(() -> client.onError(full()));
                    return;
                }
                later(() -> {
                    if (!refusedField.isEmpty()) {
                        refused.incrementAndGet();
                        client.onNext(invalid(request));
                        return;
                    }
                    answered.incrementAndGet();
                    client.onNext(ScoreResult.newBuilder()
                            .setRequestId(request.getRequestId())
                            .setScored(ResponseScored.newBuilder().setScore(3))
                            .build());
                });
            }

            @Override
            public void onError(Throwable fault) {
                over = true;
            }

            @Override
            public void onCompleted() {
                later(client::onCompleted);
            }
        };
    }

    private ScoreResult invalid(ScoreRequest request) {
        return ScoreResult.newBuilder()
                .setRequestId(request.getRequestId())
                .setInvalid(InvalidRequest.newBuilder().setField(refusedField).setMessage("expected one of new, older"))
                .build();
    }

    private void later(Runnable answer) {
        try {
            worker.execute(() -> {
                long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(microsEach);
                while (System.nanoTime() - until < 0) {
                    LockSupport.parkNanos(until - System.nanoTime());
                }
                try {
                    answer.run();
                } catch (IllegalStateException | StatusRuntimeException gone) {
                    // The client went away.
                }
            });
        } catch (RejectedExecutionException killed) {
            // So is this peer.
        }
    }

    private StatusRuntimeException full() {
        backFrom = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
        var trailers = new Metadata();
        var status = Status.newBuilder().setCode(Code.RESOURCE_EXHAUSTED_VALUE).setMessage("the queue is full");
        if (byTrailer) {
            trailers.put(
                    Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER),
                    String.valueOf(pauseMs));
        } else {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(Duration.newBuilder().setNanos((int) TimeUnit.MILLISECONDS.toNanos(pauseMs)))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build(), trailers);
    }

    /** Breaks its streams off and listens no more. */
    @Override
    public void close() {
        server.shutdownNow();
        worker.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
