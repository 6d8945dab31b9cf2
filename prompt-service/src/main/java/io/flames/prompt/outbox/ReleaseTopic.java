package io.flames.prompt.outbox;

import io.flames.contracts.EventHeaders;
import io.flames.contracts.Topics;
import io.flames.prompt.PromptConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic {@code flames.prompt-releases}, written to by one thread. Idempotent producer with {@code acks=all} and one
 * request at a time, so that the order of sending is the order in the partition, in a new one, too (KAFKA-15591). After
 * any failure the producer is thrown away with what it still holds: nothing of a failed attempt is sent behind the next
 * one's back.
 */
@ApplicationScoped
class ReleaseTopic {
    private static final String SOURCE = "prompt-service";
    private static final int REQUEST_TIMEOUT_MS = 10_000;

    private final Map<String, Object> broker;
    private final Duration deliveryTimeout;
    private final List<Future<?>> unacknowledged = new ArrayList<>();
    private @Nullable Producer<String, byte[]> producer;

    ReleaseTopic(@Identifier("default-kafka-broker") Map<String, Object> broker, PromptConfig config) {
        this.broker = broker;
        this.deliveryTimeout = config.relay().deliveryTimeout();
    }

    /** Hands one record to the producer; whether it arrived is known after {@link #awaitAcknowledged}. */
    void send(UUID releaseId, ReleaseEvents.Event event, Instant time) {
        var record = new ProducerRecord<String, byte[]>(
                Topics.PROMPT_RELEASES, releaseId.toString(), event.envelope().toByteArray());
        EventHeaders.of(event.envelope(), event.id(), SOURCE, time).forEach(record.headers()::add);
        unacknowledged.add(producer().send(record));
    }

    /** Returns when the broker has acknowledged every record sent so far. */
    void awaitAcknowledged() throws InterruptedException, ExecutionException {
        for (Future<?> acknowledgement : unacknowledged) {
            acknowledgement.get();
        }
        unacknowledged.clear();
    }

    /** Forgets a failed attempt. */
    @PreDestroy
    void reset() {
        unacknowledged.clear();
        Producer<String, byte[]> failed = producer;
        producer = null;
        if (failed != null) {
            failed.close(Duration.ZERO);
        }
    }

    private Producer<String, byte[]> producer() {
        Producer<String, byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(settings(), new StringSerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(broker);
        settings.keySet().retainAll(ProducerConfig.configNames());
        int delivery = Math.toIntExact(deliveryTimeout.toMillis());
        int request = Math.min(REQUEST_TIMEOUT_MS, delivery);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, SOURCE + "-relay");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, request);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) delivery);
        return settings;
    }
}
