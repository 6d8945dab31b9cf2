package io.flames.scoring.bench;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The service over real gRPC: so many streams at once, to one address or shared between several. */
final class ServiceClient implements AutoCloseable {
    /** Requests in flight, over all streams: enough that no worker ever waits for the client. */
    private static final int IN_FLIGHT = 64;

    private final List<ManagedChannel> channels;
    private final List<ScoreRequest> requests;

    /** @param addresses HOST:PORT each */
    ServiceClient(List<String> addresses, List<Pair> pairs) {
        channels = addresses.stream()
                .map(address -> (ManagedChannel)
                        ManagedChannelBuilder.forTarget(address).usePlaintext().build())
                .toList();
        requests = IntStream.range(0, pairs.size())
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
        var run = new Run(requests.size(), channels.size());
        var open = new ArrayList<Stream>();
        long start = System.nanoTime();
        for (int s = 0; s < streams; s++) {
            open.add(new Stream(run, s % channels.size()));
        }
        int each = Math.max(1, IN_FLIGHT / streams);
        open.forEach(stream -> stream.send(each));
        run.done.get(10, TimeUnit.MINUTES);
        double seconds = (System.nanoTime() - start) / 1e9;
        open.forEach(stream -> stream.requests.onCompleted());
        return run.outcome(requests.size() / seconds);
    }

    /**
     * One stream an address, each request at its time, to the address with the fewest in flight, and of equals to
     * the one that got fewer so far.
     *
     * @param arrivals nanoseconds from the start, ascending
     */
    Outcome runAt(long[] arrivals) throws Exception {
        var run = new Run(requests.size(), channels.size());
        var open = IntStream.range(0, channels.size())
                .mapToObj(channel -> new Stream(run, channel))
                .toList();
        long start = System.nanoTime();
        for (int i = 0; i < arrivals.length; i++) {
            sleepUntil(start + arrivals[i]);
            var idlest = open.stream()
                    .min(Comparator.comparingInt((Stream stream) -> stream.inFlight.get())
                            .thenComparingInt(stream -> stream.sent))
                    .orElseThrow();
            // From when it was due, so that a client that falls behind is not flattered.
            idlest.send(i, start + arrivals[i]);
        }
        run.done.get(10, TimeUnit.MINUTES);
        double seconds = (System.nanoTime() - start) / 1e9;
        open.forEach(stream -> stream.requests.onCompleted());
        return run.outcome(requests.size() / seconds);
    }

    private static void sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    /** What all streams of a run share. */
    private final class Run {
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger missing;
        private final long[] sentAt;
        private final long[] nanos;
        private final ScoreResult[] results;
        private final AtomicInteger[] byAddress;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Run(int count, int addresses) {
            missing = new AtomicInteger(count);
            sentAt = new long[count];
            nanos = new long[count];
            results = new ScoreResult[count];
            byAddress = new AtomicInteger[addresses];
            for (int i = 0; i < addresses; i++) {
                byAddress[i] = new AtomicInteger();
            }
        }

        void came(int address, ScoreResult result) {
            int i = Integer.parseInt(result.getRequestId());
            nanos[i] = System.nanoTime() - sentAt[i];
            results[i] = result;
            byAddress[address].incrementAndGet();
            if (missing.decrementAndGet() == 0) {
                done.complete(null);
            }
        }

        Outcome outcome(double pairsPerSecond) {
            var shares = new ArrayList<Double>();
            for (AtomicInteger count : byAddress) {
                shares.add(count.get() / (double) results.length);
            }
            return new Outcome(pairsPerSecond, nanos, List.of(results), shares);
        }
    }

    private final class Stream implements StreamObserver<ScoreResult> {
        private final Run run;
        private final int address;
        private final StreamObserver<ScoreRequest> requests;
        private final AtomicInteger inFlight = new AtomicInteger();
        private int sent;

        Stream(Run run, int address) {
            this.run = run;
            this.address = address;
            this.requests = ScoringServiceGrpc.newStub(channels.get(address)).score(this);
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
            sent++;
            inFlight.incrementAndGet();
            requests.onNext(ServiceClient.this.requests.get(i));
        }

        @Override
        public void onNext(ScoreResult result) {
            inFlight.decrementAndGet();
            run.came(address, result);
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
