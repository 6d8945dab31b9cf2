package io.flames.scoring.bench;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The service over real gRPC: so many streams at once, to one service. */
final class ServiceClient implements AutoCloseable {
    /** Requests in flight, over all streams: enough that no worker ever waits for the client. */
    private static final int IN_FLIGHT = 64;

    private final ManagedChannel channel;
    private final List<ScoreRequest> requests;

    /**
     * @param address HOST:PORT
     * @param requests with their index as id
     */
    ServiceClient(String address, List<ScoreRequest> requests) {
        // On gRPC's own threads: the client takes its cycles from the processors that score.
        this.channel = NettyChannelBuilder.forTarget(address)
                .usePlaintext()
                .directExecutor()
                .build();
        this.requests = requests;
    }

    /** Requests of two words each, on which a scorer spends a hundredth of an answer's time. */
    static List<ScoreRequest> shortOnes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ScoreRequest.newBuilder()
                        .setRequestId(String.valueOf(i))
                        .setDimension(Dimension.DIMENSION_FAIRNESS)
                        .setPrompt("好")
                        .setResponse("好")
                        .build())
                .toList();
    }

    /** Request i is of pair i. */
    static List<ScoreRequest> requests(List<Pair> pairs) {
        return IntStream.range(0, pairs.size())
                .mapToObj(i -> ScoreRequest.newBuilder()
                        .setRequestId(String.valueOf(i))
                        .setDimension(pairs.get(i).dimension())
                        .setPrompt(pairs.get(i).prompt())
                        .setResponse(pairs.get(i).response())
                        .build())
                .toList();
    }

    /** All pairs once, shared between so many streams; each sends the next when one of its own came back. */
    Outcome run(int streams) throws Exception {
        var run = new Run(requests.size());
        var open = new ArrayList<Stream>();
        long start = System.nanoTime();
        for (int s = 0; s < streams; s++) {
            open.add(new Stream(run));
        }
        int each = Math.max(1, IN_FLIGHT / streams);
        open.forEach(stream -> stream.send(each));
        run.done.get(10, TimeUnit.MINUTES);
        double seconds = (System.nanoTime() - start) / 1e9;
        open.forEach(stream -> stream.requests.onCompleted());
        return run.outcome(requests.size() / seconds);
    }

    /**
     * On one stream, each request at its time.
     *
     * @param arrivals nanoseconds from the start, ascending
     */
    Outcome runAt(long[] arrivals) throws Exception {
        var run = new Run(requests.size());
        var stream = new Stream(run);
        long start = System.nanoTime();
        for (int i = 0; i < arrivals.length; i++) {
            sleepUntil(start + arrivals[i]);
            // From when it was due, so that a client that falls behind is not flattered.
            stream.send(i, start + arrivals[i]);
        }
        run.done.get(10, TimeUnit.MINUTES);
        double seconds = (System.nanoTime() - start) / 1e9;
        stream.requests.onCompleted();
        return run.outcome(requests.size() / seconds);
    }

    private static void sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** What all streams of a run share. */
    private final class Run {
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger missing;
        private final long[] sentAt;
        private final long[] nanos;
        private final ScoreResult[] results;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Run(int count) {
            missing = new AtomicInteger(count);
            sentAt = new long[count];
            nanos = new long[count];
            results = new ScoreResult[count];
        }

        void came(ScoreResult result) {
            int i = Integer.parseInt(result.getRequestId());
            nanos[i] = System.nanoTime() - sentAt[i];
            results[i] = result;
            if (missing.decrementAndGet() == 0) {
                done.complete(null);
            }
        }

        Outcome outcome(double pairsPerSecond) {
            return new Outcome(pairsPerSecond, nanos, List.of(results), List.of(1.0));
        }
    }

    private final class Stream implements StreamObserver<ScoreResult> {
        private final Run run;
        private final StreamObserver<ScoreRequest> requests;

        Stream(Run run) {
            this.run = run;
            this.requests = ScoringServiceGrpc.newStub(channel).score(this);
        }

        void send(int count) {
            for (int i = 0; i < count; i++) {
                sendNext();
            }
        }

        private void sendNext() {
            int i = run.next.getAndIncrement();
            if (i < ServiceClient.this.requests.size()) {
                send(i, System.nanoTime());
            }
        }

        synchronized void send(int i, long at) {
            run.sentAt[i] = at;
            requests.onNext(ServiceClient.this.requests.get(i));
        }

        @Override
        public void onNext(ScoreResult result) {
            run.came(result);
            if (run.next.get() > 0) {
                sendNext();
            }
        }

        @Override
        public void onError(Throwable fault) {
            run.done.completeExceptionally(fault);
        }

        @Override
        public void onCompleted() {}
    }

    /**
     * @param nanos of each pair, from sending to its result
     * @param shares of the pairs that each address scored
     */
    record Outcome(double pairsPerSecond, long[] nanos, List<ScoreResult> results, List<Double> shares) {}
}
