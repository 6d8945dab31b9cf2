package io.flames.report.projection;

import io.flames.contracts.Topics;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Sends a refused record as it came (key, value, headers) to {@code <topic>.dlq}, with headers that say why and where it
 * stood: {@code dead-letter-reason}, {@code dead-letter-cause}, {@code dead-letter-topic}, {@code dead-letter-partition},
 * {@code dead-letter-offset}.
 */
@ApplicationScoped
class DeadLetters {
    private final MutinyEmitter<byte[]> emitter;

    DeadLetters(@Channel("dead-letters") MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /** Completes when the broker has the record. */
    Uni<Void> send(ConsumerRecord<byte[], byte[]> record, String reason) {
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(Topics.deadLetterOf(record.topic()))
                .withKey(record.key())
                .withHeaders(headers(record, reason))
                .build();
        return emitter.sendMessage(Message.of(record.value()).addMetadata(metadata));
    }

    private static Headers headers(ConsumerRecord<byte[], byte[]> record, String reason) {
        var headers = new RecordHeaders(record.headers());
        put(headers, "dead-letter-reason", reason);
        put(headers, "dead-letter-cause", "report-service");
        put(headers, "dead-letter-topic", record.topic());
        put(headers, "dead-letter-partition", Integer.toString(record.partition()));
        put(headers, "dead-letter-offset", Long.toString(record.offset()));
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
