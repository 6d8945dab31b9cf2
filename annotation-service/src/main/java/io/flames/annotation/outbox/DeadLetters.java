package io.flames.annotation.outbox;

import io.flames.contracts.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Sends a record that can't be processed to the dead-letter topic, as it came, with headers that say why and where it
 * came from. The caller moves on only after the returned stage has completed.
 */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private final KafkaClients clients;
    private final MeterRegistry metrics;

    DeadLetters(KafkaClients clients, MeterRegistry metrics) {
        this.clients = clients;
        this.metrics = metrics;
    }

    /** @param reason for people, without the record's texts */
    public CompletionStage<Void> send(ConsumerRecord<String, byte[]> refused, String reason) {
        var letter = new ProducerRecord<>(
                Topics.deadLetterOf(refused.topic()), null, refused.key(), refused.value(), refused.headers());
        header(letter, "dead-letter-reason", reason);
        header(letter, "dead-letter-topic", refused.topic());
        header(letter, "dead-letter-partition", Integer.toString(refused.partition()));
        header(letter, "dead-letter-offset", Long.toString(refused.offset()));
        var sent = new CompletableFuture<Void>();
        clients.producer().send(letter, (metadata, failure) -> {
            if (failure != null) {
                sent.completeExceptionally(failure);
                return;
            }
            LOG.warnf(
                    "record refused topic=%s partition=%d offset=%d reason=%s",
                    refused.topic(), refused.partition(), refused.offset(), reason);
            metrics.counter("flames.annotation.dead.letters", "topic", refused.topic())
                    .increment();
            sent.complete(null);
        });
        return sent;
    }

    private static void header(ProducerRecord<String, byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
