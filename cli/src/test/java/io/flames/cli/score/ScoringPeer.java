package io.flames.cli.score;

import io.flames.contracts.scoring.v1.InvalidRequest;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ResponseUnscorable;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.contracts.scoring.v1.UnscorableReason;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Speaks the scoring protocol over a real socket. The verdict is in the response: {@code 3}, {@code 2}, {@code 1}, blank
 * for unscorable, {@code invalid} for a refusal; what begins with {@code flip} gets another score from a scorer named
 * {@code other}. Verdicts come in pairs, the later request's first.
 */
public final class ScoringPeer extends ScoringServiceGrpc.ScoringServiceImplBase implements AutoCloseable {
    private static final int UNTIL_IT_BREAKS = 10;
    private static final int UNTIL_IT_IS_FULL = 3;

    private final Server server;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger failures;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong scored = new AtomicLong();
    private final AtomicLong mostInFlight = new AtomicLong();
    private final AtomicLong earlyReturns = new AtomicLong();
    private final Map<String, Integer> timesSeen = new ConcurrentHashMap<>();
    private volatile String digest = "ab12";
    private volatile long answersAtMost = Long.MAX_VALUE;
    private volatile long pauseMs;
    private volatile long backFromNanos = System.nanoTime();
    private volatile boolean counts = true;
    private volatile String unknownScorer = "";
    private final AtomicLong unknown = new AtomicLong();

    /** @param failures how many streams end as UNAVAILABLE after ten requests */
    public ScoringPeer(int failures) throws IOException {
        this(failures, 0, InsecureServerCredentials.create());
    }

    /** @param port to listen on; 0 for any */
    ScoringPeer(int failures, int port, ServerCredentials credentials) throws IOException {
        this.failures = new AtomicInteger(failures);
        this.server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials)
                .addService(this)
                .build()
                .start();
    }

    /** Another version of its scorer from now on. */
    ScoringPeer digest(String other) {
        digest = other;
        return this;
    }

    /** Answers only so many requests in all; the others stay unanswered. */
    ScoringPeer answersAtMost(long most) {
        answersAtMost = most;
        return this;
    }

    /** Its queue is full for so many streams, after three requests of each. */
    ScoringPeer full(int times, long pauseMs) {
        refusals.set(times);
        this.pauseMs = pauseMs;
        return this;
    }

    /** Does not know a scorer of this name from now on; empty: knows all. */
    ScoringPeer knowsNo(String scorer) {
        unknownScorer = scorer;
        return this;
    }

    /** Requests for the scorer that it does not know. */
    long unknown() {
        return unknown.get();
    }

    /** Does not keep which requests came: for very many. */
    ScoringPeer forgetful() {
        counts = false;
        return this;
    }

    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    int port() {
        return server.getPort();
    }

    long seen() {
        return seen.get();
    }

    /** How often each request id came. */
    Map<String, Integer> timesSeen() {
        return timesSeen;
    }

    long mostInFlight() {
        return mostInFlight.get();
    }

    /** Streams that were opened before the time that the refusal asked for. */
    long earlyReturns() {
        return earlyReturns.get();
    }

    @Override
    public StreamObserver<ScoreRequest> score(StreamObserver<ScoreResult> client) {
        if (System.nanoTime() - backFromNanos < 0) {
            earlyReturns.incrementAndGet();
        }
        return new Stream(client);
    }

    /** One client's stream. */
    private final class Stream implements StreamObserver<ScoreRequest> {
        private final StreamObserver<ScoreResult> client;
        private final boolean breaks = failures.getAndDecrement() > 0;
        private final boolean fills = refusals.getAndDecrement() > 0;
        private final Deque<ScoreRequest> waiting = new ArrayDeque<>();
        private int received;
        private boolean over;

        Stream(StreamObserver<ScoreResult> client) {
            this.client = client;
        }

        @Override
        public synchronized void onNext(ScoreRequest request) {
            if (over) {
                return;
            }
            received++;
            if (breaks && received > UNTIL_IT_BREAKS) {
                end(Status.UNAVAILABLE, new Metadata());
            } else if (fills && received > UNTIL_IT_IS_FULL) {
                answer();
                refuse();
            } else {
                take(request);
            }
        }

        private void take(ScoreRequest request) {
            mostInFlight.accumulateAndGet(seen.incrementAndGet() - scored.get(), Math::max);
            if (counts) {
                timesSeen.merge(request.getRequestId(), 1, Integer::sum);
            }
            waiting.push(request);
            if (waiting.size() == 2) {
                answer();
            } else {
                // The last one has no partner.
                var unused = timer.schedule(this::answer, 20, TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void answer() {
            while (!over && !waiting.isEmpty() && scored.get() < answersAtMost) {
                scored.incrementAndGet();
                client.onNext(verdict(waiting.pop()));
            }
        }

        private void refuse() {
            var trailers = new Metadata();
            trailers.put(
                    Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER),
                    String.valueOf(pauseMs));
            backFromNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
            end(Status.RESOURCE_EXHAUSTED.withDescription("the queue is full"), trailers);
        }

        private void end(Status status, Metadata trailers) {
            over = true;
            client.onError(status.asRuntimeException(trailers));
        }

        @Override
        public synchronized void onError(Throwable fault) {
            over = true;
        }

        @Override
        public synchronized void onCompleted() {
            if (!over) {
                over = true;
                client.onCompleted();
            }
        }
    }

    private ScoreResult verdict(ScoreRequest request) {
        var result = ScoreResult.newBuilder().setRequestId(request.getRequestId());
        var response = request.getResponse();
        var version = version(request);
        if (!request.getScorer().isEmpty() && request.getScorer().equals(unknownScorer)) {
            unknown.incrementAndGet();
            return result.setInvalid(InvalidRequest.newBuilder()
                            .setField("scorer")
                            .setMessage("unknown scorer, expected nothing or one of peer"))
                    .build();
        }
        if (response.isBlank()) {
            return result.setUnscorable(ResponseUnscorable.newBuilder()
                            .setReason(UnscorableReason.UNSCORABLE_REASON_BLANK)
                            .setScorerVersion(version))
                    .build();
        }
        if (response.equals("invalid")) {
            return result.setInvalid(
                            InvalidRequest.newBuilder().setField("response").setMessage("response is too long"))
                    .build();
        }
        return result.setScored(ResponseScored.newBuilder()
                        .setDimension(request.getDimension())
                        .setScore(score(request))
                        .setScorerVersion(version))
                .build();
    }

    private static int score(ScoreRequest request) {
        var response = request.getResponse();
        boolean flipped = response.startsWith("flip");
        int score = Integer.parseInt(response.substring(flipped ? "flip".length() : 0));
        return flipped && request.getScorer().equals("other") ? 4 - score : score;
    }

    private ScorerVersion version(ScoreRequest request) {
        return ScorerVersion.newBuilder()
                .setName(request.getScorer().isEmpty() ? "peer" : request.getScorer())
                .setVersion(1)
                .setDigest(digest)
                .build();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.shutdownNow();
    }
}
