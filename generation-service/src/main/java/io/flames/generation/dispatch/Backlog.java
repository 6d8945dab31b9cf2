package io.flames.generation.dispatch;

import io.flames.contracts.scoring.v1.ScoreRequest;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Responses on their way to a scorer: read and not yet sent, or sent and not yet answered. For one thread. */
final class Backlog {
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final Map<String, Entry> inFlight = new HashMap<>();

    /** A record and what scoring is asked about it. */
    record Entry(ConsumerRecord<String, byte[]> record, ScoreRequest request) {
        /** @param request without an id; it gets one that is the record's own */
        static Entry of(ConsumerRecord<String, byte[]> record, ScoreRequest.Builder request) {
            return new Entry(
                    record,
                    request.setRequestId(record.partition() + "-" + record.offset())
                            .build());
        }

        TopicPartition partition() {
            return new TopicPartition(record.topic(), record.partition());
        }
    }

    void add(Entry entry) {
        waiting.add(entry);
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** The one that waited longest; it is in flight from now on. */
    ScoreRequest next() {
        var entry = waiting.remove();
        inFlight.put(entry.request().getRequestId(), entry);
        return entry.request();
    }

    /** Empty for a request that was forgotten meanwhile. */
    Optional<Entry> answered(String requestId) {
        return Optional.ofNullable(inFlight.remove(requestId));
    }

    boolean isInFlight(String requestId) {
        return inFlight.containsKey(requestId);
    }

    int inFlight() {
        return inFlight.size();
    }

    int size() {
        return waiting.size() + inFlight.size();
    }

    void forget(Collection<TopicPartition> partitions) {
        waiting.removeIf(entry -> partitions.contains(entry.partition()));
        inFlight.values().removeIf(entry -> partitions.contains(entry.partition()));
    }

    void clear() {
        waiting.clear();
        inFlight.clear();
    }
}
