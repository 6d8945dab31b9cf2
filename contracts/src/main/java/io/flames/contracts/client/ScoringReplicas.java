package io.flames.contracts.client;

import io.flames.contracts.client.NameLookup.Resolver;
import io.flames.contracts.client.ReplicaStream.Signal;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.grpc.ChannelCredentials;
import io.grpc.Status;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of scoring-service behind one client: a stream each. A request goes to the replica with the
 * least text in flight, which comes close to one queue for all (least work left; Harchol-Balter, Performance Modeling and
 * Design of Computer Systems, ch. 24); of equals to the one that waited longest. When a stream ends, what it had in flight goes to the others, or waits
 * until it is open again; that happens after a wait which doubles, or which the service asked for (RESOURCE_EXHAUSTED).
 *
 * <p>A replica that does not know the scorer that a request names, such as one with an older configuration during a rollout,
 * is taken for unavailable: the request is not at fault.
 *
 * <p>Nothing that was {@linkplain #send sent} is lost: its result comes out of {@link #poll}, once, unless it is
 * {@linkplain #forget forgotten}. A request may be scored more than once, when a stream ended before its result came. At
 * most {@link Policy#window} requests are held. For one thread; only the names are looked up on another.
 */
public final class ScoringReplicas implements AutoCloseable {
    private static final long TEND_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** No service may make its clients wait longer. */
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

    private static final String SCORER_FIELD = ScoreRequest.getDescriptor()
            .findFieldByNumber(ScoreRequest.SCORER_FIELD_NUMBER)
            .getName();

    private final ChannelCredentials credentials;
    private final Policy policy;
    private final NameLookup names;
    private final BlockingQueue<Optional<Signal>> signals = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Set<Endpoint>> news = new AtomicReference<>();
    private final Map<Endpoint, Replica> replicas = new LinkedHashMap<>();
    private final Deque<ScoreRequest> waiting = new ArrayDeque<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private long tendedAt;
    private long turn;

    /**
     * @param window requests that may be in flight, over all replicas, from 1
     * @param backoff wait before a stream that ended is opened again, jittered, doubled each time without a result
     * @param maxBackoff longest such wait
     * @param stallTimeout with requests in flight and no result for so long, a stream is taken for broken
     * @param lookUpEvery how often names are looked up again
     */
    public record Policy(
            int window, Duration backoff, Duration maxBackoff, Duration stallTimeout, Duration lookUpEvery) {
        public Policy {
            if (window < 1) {
                throw new IllegalArgumentException("window " + window + " is below 1");
            }
        }
    }

    /** What {@link #poll} tells. */
    public sealed interface Event {
        /** Its address. */
        String replica();

        /** A verdict, or a refusal of the request itself. */
        record Answered(String replica, ScoreResult result) implements Event {}

        /**
         * A stream ended; it opens again by itself.
         *
         * @param fault why
         * @param unanswered requests that are sent again
         * @param asked the wait that the service asked for
         * @param pause until it opens again
         */
        record Ended(String replica, Throwable fault, int unanswered, Optional<Duration> asked, Duration pause)
                implements Event {
            public Status status() {
                return Status.fromThrowable(fault);
            }

            /** Its queue was full: no fault, come back later. */
            public boolean throttled() {
                return status().getCode() == Status.Code.RESOURCE_EXHAUSTED && asked.isPresent();
            }

            /** It answered, and does not know the scorer: a matter of its configuration. */
            public boolean scorerUnknown() {
                return fault instanceof UnknownScorerException;
            }
        }
    }

    /** @param addresses at least one; each address that a name resolves to is a replica */
    public ScoringReplicas(List<HostAndPort> addresses, ChannelCredentials credentials, Policy policy) {
        this(addresses, credentials, policy, InetAddress::getAllByName);
    }

    ScoringReplicas(List<HostAndPort> addresses, ChannelCredentials credentials, Policy policy, Resolver resolver) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no addresses");
        }
        this.credentials = credentials;
        this.policy = policy;
        this.names = new NameLookup(addresses, resolver, policy.lookUpEvery(), found -> {
            news.set(found);
            signals.add(Optional.empty());
        });
    }

    /** How many requests it takes now. */
    public int room() {
        return Math.max(0, policy.window() - held());
    }

    /** Requests without a result, those included that wait for a replica. */
    public int held() {
        return waiting.size() + inFlight();
    }

    /** Replicas that are known now; 0 until names were looked up for the first time. */
    public int count() {
        return replicas.size();
    }

    private int inFlight() {
        return replicas.values().stream().mapToInt(Replica::inFlight).sum();
    }

    /**
     * Takes a request over. Never blocks.
     *
     * @param request with an id that no other request has which is held
     * @throws IllegalStateException when there is no {@link #room()}
     */
    public void send(ScoreRequest request) {
        if (room() == 0) {
            throw new IllegalStateException("the window is full");
        }
        waiting.addLast(request);
        sendWaiting();
    }

    /** The next result or end of a stream; empty when nothing came within {@code atMost}. */
    public Optional<Event> poll(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            tendWhenDue();
            if (!events.isEmpty()) {
                return Optional.of(events.removeFirst());
            }
            var signal = signals.poll();
            if (signal == null) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return Optional.empty();
                }
                signal = signals.poll(Math.min(left, TEND_EVERY_NANOS), TimeUnit.NANOSECONDS);
            }
            if (signal != null && signal.isPresent()) {
                handle(signal.get());
            }
        }
    }

    /** Gives up requests: their results will not be told. */
    public void forget(Predicate<String> requestId) {
        waiting.removeIf(request -> requestId.test(request.getRequestId()));
        replicas.values().forEach(replica -> replica.forget(requestId));
        events.removeIf(event -> event instanceof Event.Answered answered
                && requestId.test(answered.result().getRequestId()));
    }

    private void tendWhenDue() {
        long now = System.nanoTime();
        if (now - tendedAt < TEND_EVERY_NANOS && news.get() == null) {
            return;
        }
        tendedAt = now;
        var found = news.getAndSet(null);
        if (found != null) {
            adopt(found, now);
        }
        for (var replica : List.copyOf(replicas.values())) {
            if (replica.isStalled(now, policy.stallTimeout())) {
                replica.cancel("no result for too long");
                ended(
                        replica,
                        Status.UNAVAILABLE
                                .withDescription("no result for " + policy.stallTimeout())
                                .asRuntimeException());
            }
        }
        dropRetired();
        sendWaiting();
    }

    private void adopt(Set<Endpoint> found, long now) {
        replicas.forEach((endpoint, replica) -> {
            if (found.contains(endpoint)) {
                replica.stay();
            } else {
                replica.retire();
            }
        });
        found.forEach(endpoint -> replicas.computeIfAbsent(
                endpoint, added -> new Replica(added, added.connect(credentials), policy.window(), now)));
    }

    private void dropRetired() {
        replicas.values().removeIf(replica -> {
            if (replica.isDone()) {
                replica.close();
                return true;
            }
            return false;
        });
    }

    private void sendWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        replicas.values().forEach(replica -> replica.open(now, signal -> signals.add(Optional.of(signal))));
        var next = leastLoaded();
        while (next.isPresent() && !waiting.isEmpty()) {
            next.get().send(waiting.removeFirst(), now, ++turn);
            next = leastLoaded();
        }
    }

    private Optional<Replica> leastLoaded() {
        return replicas.values().stream()
                .filter(Replica::takesMore)
                .min(Comparator.comparingLong(Replica::bytesInFlight).thenComparingLong(Replica::chosenAt));
    }

    private void handle(Signal signal) {
        var replica = signal.stream().replica();
        if (!replica.isCurrent(signal.stream())) {
            return;
        }
        if (signal instanceof Signal.Answered answered && isScorerUnknown(answered.result())) {
            replica.cancel("the replica does not know the scorer");
            ended(
                    replica,
                    new UnknownScorerException(answered.result().getInvalid().getMessage()));
        } else if (signal instanceof Signal.Answered answered) {
            if (replica.answered(answered.result().getRequestId(), System.nanoTime())) {
                events.add(new Event.Answered(replica.endpoint().toString(), answered.result()));
            }
        } else if (signal instanceof Signal.Ended end) {
            ended(replica, end.fault());
        }
        sendWaiting();
    }

    private static boolean isScorerUnknown(ScoreResult result) {
        return result.hasInvalid() && result.getInvalid().getField().equals(SCORER_FIELD);
    }

    private void ended(Replica replica, Throwable fault) {
        boolean exhausted = Status.fromThrowable(fault).getCode() == Status.Code.RESOURCE_EXHAUSTED;
        var asked = exhausted ? RetryHint.of(fault) : Optional.<Duration>empty();
        if (asked.isPresent()) {
            replica.ease();
        }
        var pause = asked.map(ScoringReplicas::atLeast).orElseGet(() -> backoff(replica.failed()));
        var unanswered = replica.lose(System.nanoTime() + pause.toNanos());
        for (int i = unanswered.size() - 1; i >= 0; i--) {
            waiting.addFirst(unanswered.get(i));
        }
        events.add(new Event.Ended(replica.endpoint().toString(), fault, unanswered.size(), asked, pause));
    }

    /** What was asked and up to half of it more, so that clients come back one after the other. */
    private static Duration atLeast(Duration asked) {
        long millis = Math.min(asked.toMillis(), LONGEST_ASKED.toMillis());
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    private Duration backoff(int failures) {
        long full = Math.min(policy.maxBackoff().toMillis(), policy.backoff().toMillis() << Math.min(10, failures));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    /** Breaks off what is open. */
    @Override
    public void close() {
        names.close();
        replicas.values().forEach(Replica::close);
        replicas.clear();
        waiting.clear();
    }
}
