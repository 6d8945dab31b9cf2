package io.flames.cli.score;

import io.flames.contracts.scoring.v1.InvalidRequest;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ResponseUnscorable;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.contracts.scoring.v1.UnscorableReason;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Speaks the scoring protocol over a real socket. The verdict is in the response: {@code 3}, {@code 2}, {@code 1}, blank
 * for unscorable, {@code invalid} for a refusal. Verdicts come in pairs, the later request's first.
 */
final class ScoringPeer extends ScoringServiceGrpc.ScoringServiceImplBase implements AutoCloseable {
    private static final ScorerVersion SCORER = ScorerVersion.newBuilder()
            .setName("peer")
            .setVersion(1)
            .setDigest("ab12")
            .build();

    private final Server server;
    private final AtomicInteger failures;
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong scored = new AtomicLong();
    private final AtomicLong mostInFlight = new AtomicLong();

    /** @param failures how many streams end as UNAVAILABLE after ten requests */
    ScoringPeer(int failures) throws IOException {
        this.failures = new AtomicInteger(failures);
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this)
                .build()
                .start();
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    long seen() {
        return seen.get();
    }

    long mostInFlight() {
        return mostInFlight.get();
    }

    @Override
    public StreamObserver<ScoreRequest> score(StreamObserver<ScoreResult> client) {
        boolean breaks = failures.getAndDecrement() > 0;
        return new StreamObserver<>() {
            private final Deque<ScoreRequest> waiting = new ArrayDeque<>();
            private int received;
            private boolean broken;

            @Override
            public void onNext(ScoreRequest request) {
                if (broken) {
                    return;
                }
                received++;
                if (breaks && received > 10) {
                    broken = true;
                    client.onError(Status.UNAVAILABLE.asRuntimeException());
                    return;
                }
                mostInFlight.accumulateAndGet(seen.incrementAndGet() - scored.get(), Math::max);
                waiting.push(request);
                if (waiting.size() == 2 || Long.parseLong(request.getRequestId()) % 7 == 0) {
                    answer();
                }
            }

            /** The last request of a file has no partner: everything goes out when the number says so. */
            private void answer() {
                while (!waiting.isEmpty()) {
                    scored.incrementAndGet();
                    client.onNext(verdict(waiting.pop()));
                }
            }

            @Override
            public void onError(Throwable fault) {
                broken = true;
            }

            @Override
            public void onCompleted() {
                if (!broken) {
                    client.onCompleted();
                }
            }
        };
    }

    private static ScoreResult verdict(ScoreRequest request) {
        var result = ScoreResult.newBuilder().setRequestId(request.getRequestId());
        var response = request.getResponse();
        if (response.isBlank()) {
            return result.setUnscorable(ResponseUnscorable.newBuilder()
                            .setReason(UnscorableReason.UNSCORABLE_REASON_BLANK)
                            .setScorerVersion(SCORER))
                    .build();
        }
        if (response.equals("invalid")) {
            return result.setInvalid(
                            InvalidRequest.newBuilder().setField("response").setMessage("response is too long"))
                    .build();
        }
        return result.setScored(ResponseScored.newBuilder()
                        .setDimension(request.getDimension())
                        .setScore(Integer.parseInt(response))
                        .setScorerVersion(SCORER))
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
