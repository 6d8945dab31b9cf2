package io.flames.contracts.client;

import io.flames.contracts.client.ReplicaStream.Signal;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One replica: its connection, the stream on it, and what waits there for a result. How much it gets at a time halves
 * when its queue was full, and grows by about one each time that so many results came (additive increase, multiplicative
 * decrease). For one thread.
 */
final class Replica {
    private final Endpoint endpoint;
    private final ManagedChannel channel;
    private final int window;
    private final Map<String, ScoreRequest> inFlight = new LinkedHashMap<>();
    private @Nullable ReplicaStream stream;
    private long bytesInFlight;
    private double limit;
    private int most;
    private int failures;
    private long opensAt;
    private long progressAt;
    private long chosenAt;
    private boolean retired;

    Replica(Endpoint endpoint, ManagedChannel channel, int window, long now) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.window = window;
        this.limit = window;
        this.opensAt = now;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    int inFlight() {
        return inFlight.size();
    }

    /** How much text it has to read still, about as long as it has to work. */
    long bytesInFlight() {
        return bytesInFlight;
    }

    /** When it got its last request, as a running number: of equals the one that waited longest is next. */
    long chosenAt() {
        return chosenAt;
    }

    boolean isCurrent(ReplicaStream other) {
        return stream == other;
    }

    /** Its address is gone: it gets nothing new. */
    void retire() {
        retired = true;
    }

    void stay() {
        retired = false;
    }

    boolean isDone() {
        return retired && inFlight.isEmpty();
    }

    /** Opens its stream when it has none and the wait is over. */
    void open(long now, Consumer<Signal> signals) {
        if (stream == null && !retired && now - opensAt >= 0) {
            // Our own back-off decides; gRPC's would go on for minutes.
            channel.resetConnectBackoff();
            stream = ReplicaStream.open(this, channel, signals);
        }
    }

    boolean takesMore() {
        return stream != null && !retired && inFlight.size() < Math.max(1, (int) limit) && stream.isReady();
    }

    void send(ScoreRequest request, long now, long turn) {
        if (stream == null) {
            throw new IllegalStateException("no stream");
        }
        if (inFlight.isEmpty()) {
            progressAt = now;
        }
        chosenAt = turn;
        inFlight.put(request.getRequestId(), request);
        bytesInFlight += request.getSerializedSize();
        most = Math.max(most, inFlight.size());
        stream.send(request);
    }

    /** Whether this was one that waited for its result. */
    boolean answered(String requestId, long now) {
        var request = inFlight.remove(requestId);
        if (request == null) {
            return false;
        }
        bytesInFlight -= request.getSerializedSize();
        failures = 0;
        progressAt = now;
        limit = Math.min(window, limit + 1 / Math.max(1, limit));
        return true;
    }

    /** A peer that vanished without a word, or forgot a request. */
    boolean isStalled(long now, Duration patience) {
        return stream != null && !inFlight.isEmpty() && now - progressAt > patience.toNanos();
    }

    /** Its queue was full: less at a time from now on. */
    void ease() {
        limit = Math.max(1, Math.min(limit, most) / 2);
        most = 0;
    }

    /** @return how often its stream ended since its last result, this time not counted */
    int failed() {
        return failures++;
    }

    /** The stream is over. @return what has no result, oldest first */
    List<ScoreRequest> lose(long opensAgainAt) {
        stream = null;
        opensAt = opensAgainAt;
        var unanswered = List.copyOf(inFlight.values());
        inFlight.clear();
        bytesInFlight = 0;
        return unanswered;
    }

    void forget(Predicate<String> requestId) {
        inFlight.keySet().removeIf(requestId);
        bytesInFlight = inFlight.values().stream()
                .mapToLong(ScoreRequest::getSerializedSize)
                .sum();
    }

    void cancel(String reason) {
        if (stream != null) {
            stream.cancel(reason);
        }
    }

    void close() {
        cancel("the client is done");
        channel.shutdownNow();
    }
}
