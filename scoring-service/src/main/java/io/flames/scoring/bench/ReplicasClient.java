package io.flames.scoring.bench;

import io.flames.contracts.client.HostAndPort;
import io.flames.contracts.client.ScoringReplicas;
import io.flames.contracts.client.ScoringReplicas.Event;
import io.flames.contracts.client.ScoringReplicas.Policy;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.scoring.bench.ServiceClient.Outcome;
import io.grpc.InsecureChannelCredentials;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several replicas behind the client that the dispatcher and {@code flames score} use. */
final class ReplicasClient implements AutoCloseable {
    private static final Duration LONGEST_POLL = Duration.ofMillis(100);

    private final ScoringReplicas replicas;
    private final List<ScoreRequest> requests;
    private final int addresses;

    /**
     * @param addresses HOST:PORT each
     * @param requests with their index as id
     */
    ReplicasClient(List<String> addresses, List<ScoreRequest> requests) {
        this.requests = requests;
        this.addresses = addresses.size();
        this.replicas = new ScoringReplicas(
                addresses.stream().map(HostAndPort::parse).toList(),
                InsecureChannelCredentials.create(),
                new Policy(
                        requests.size(),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(5)));
    }

    /** All pairs once, so many in flight. */
    Outcome run(int inFlight) throws InterruptedException {
        return run((sent, answered, now) -> sent - answered < inFlight ? now : Long.MAX_VALUE);
    }

    /** @param arrivals nanoseconds from the start, ascending: when each pair is sent */
    Outcome runAt(long[] arrivals) throws InterruptedException {
        return run((sent, answered, now) -> arrivals[sent]);
    }

    private Outcome run(Schedule schedule) throws InterruptedException {
        int count = requests.size();
        var nanos = new long[count];
        var results = new ScoreResult[count];
        Map<String, Integer> byReplica = new HashMap<>();
        int sent = 0;
        int answered = 0;
        long start = System.nanoTime();
        while (answered < count) {
            long now = System.nanoTime() - start;
            long due = sent < count ? schedule.due(sent, answered, now) : Long.MAX_VALUE;
            if (due <= now) {
                // From when it was due, so that a client that falls behind is not flattered.
                nanos[sent] = -(start + due);
                replicas.send(requests.get(sent++));
                continue;
            }
            var wait = Duration.ofNanos(Math.min(due - now, LONGEST_POLL.toNanos()));
            var event = replicas.poll(wait);
            if (event.isPresent() && event.get() instanceof Event.Answered answer) {
                int i = Integer.parseInt(answer.result().getRequestId());
                nanos[i] += System.nanoTime();
                results[i] = answer.result();
                byReplica.merge(answer.replica(), 1, Integer::sum);
                answered++;
            } else if (event.isPresent()) {
                throw new IllegalStateException("a replica's stream ended: " + event.get());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        var shares = byReplica.values().stream().map(n -> n / (double) count).toList();
        return new Outcome(
                count / seconds, nanos, List.of(results), shares.size() < addresses ? List.of(0.0, 1.0) : shares);
    }

    @Override
    public void close() {
        replicas.close();
    }

    private interface Schedule {
        /** When the next is due, nanoseconds from the start. */
        long due(int sent, int answered, long now);
    }
}
