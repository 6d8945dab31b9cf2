package io.flames.generation.support;

import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Responses as a run publishes them, for tests of what comes after. */
public final class CollectedResponses {
    private CollectedResponses() {}

    /** Returns their ids when all are published. */
    public static Set<String> publish(String bootstrapServers, String runId, int count) {
        var ids = new HashSet<String>();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                var id = UUID.randomUUID().toString();
                ids.add(id);
                producer.send(new ProducerRecord<>(Topics.RESPONSES, id, event(runId, id)));
            }
        }
        return ids;
    }

    private static byte[] event(String runId, String id) {
        return ResponseEvent.newBuilder()
                .setResponseCollected(ResponseCollected.newBuilder()
                        .setResponseId(id)
                        .setRunId(runId)
                        .setRevision(1)
                        .setDimension(Dimension.DIMENSION_SAFETY)
                        .setPrompt("问")
                        .setText("答")
                        .setOutcome(Outcome.OUTCOME_ANSWERED))
                .build()
                .toByteArray();
    }
}
