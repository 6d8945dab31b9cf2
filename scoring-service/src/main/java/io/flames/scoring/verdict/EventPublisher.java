package io.flames.scoring.verdict;

import com.google.protobuf.Message;
import io.flames.contracts.EventHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes events with {@code acks=all} and an idempotent producer: many in a request, one request at a time, because
 * with more the first batch of a new partition may wait until its delivery times out (KAFKA-15591). An event that cannot
 * be sent is tried again without end, with a pause: its future completes when all replicas have it. A thread of its own
 * calls the producer, because {@code send} blocks while the broker is away.
 */
final class EventPublisher implements AutoCloseable {
    private static final String SOURCE = "scoring-service";

    private final KafkaProducer<String, byte[]> producer;
    private final LinkedBlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService timer;
    private final long pauseMs;
    private final Consumer<Throwable> onFault;
    private final Thread sender;
    private volatile boolean closed;

    EventPublisher(
            String bootstrapServers, Duration pause, ScheduledExecutorService timer, Consumer<Throwable> onFault) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG, SOURCE,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000",
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000",
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000"),
                new StringSerializer(),
                new ByteArraySerializer());
        this.pauseMs = Math.min(1000, pause.toMillis());
        this.timer = timer;
        this.onFault = onFault;
        this.sender = new Thread(this::send, "event-publisher");
        sender.setDaemon(true);
        sender.start();
    }

    /** Completes when the broker has acknowledged the event; never fails. */
    CompletableFuture<Void> publish(String topic, String key, Message envelope, UUID id, Instant time) {
        var event = new Outgoing(topic, key, envelope, id, time, new CompletableFuture<>());
        outgoing.add(event);
        return event.done;
    }

    private void send() {
        try {
            while (!closed) {
                sendOne(outgoing.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendOne(Outgoing event) {
        try {
            producer.send(event.toRecord(), (metadata, fault) -> {
                if (fault == null) {
                    event.done.complete(null);
                } else {
                    again(event, fault);
                }
            });
        } catch (RuntimeException fault) {
            again(event, fault);
        }
    }

    private void again(Outgoing event, Throwable fault) {
        onFault.accept(fault);
        if (!closed) {
            timer.schedule(() -> outgoing.add(event), pauseMs, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        closed = true;
        sender.interrupt();
        producer.close(Duration.ofSeconds(2));
    }

    private record Outgoing(
            String topic, String key, Message envelope, UUID id, Instant time, CompletableFuture<Void> done) {
        ProducerRecord<String, byte[]> toRecord() {
            var message = new ProducerRecord<>(topic, key, envelope.toByteArray());
            EventHeaders.of(envelope, id, SOURCE, time)
                    .forEach((name, value) -> message.headers().add(name, value));
            return message;
        }
    }
}
