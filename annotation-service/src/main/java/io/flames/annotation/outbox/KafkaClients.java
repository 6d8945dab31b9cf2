package io.flames.annotation.outbox;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The one producer of this service: idempotent, acknowledged by all replicas of the broker. */
@ApplicationScoped
public class KafkaClients {
    private final String bootstrapServers;
    private @Nullable Producer<String, byte[]> producer;

    KafkaClients(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Opened when it is first asked for. */
    public synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers", bootstrapServers,
                            "client.id", "flames-annotation",
                            "acks", "all",
                            "enable.idempotence", "true",
                            "linger.ms", "2",
                            "compression.type", "none",
                            "delivery.timeout.ms", "20000",
                            "request.timeout.ms", "10000",
                            "max.block.ms", "10000",
                            "reconnect.backoff.max.ms", "1000"),
                    new StringSerializer(),
                    new ByteArraySerializer());
        }
        return producer;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
