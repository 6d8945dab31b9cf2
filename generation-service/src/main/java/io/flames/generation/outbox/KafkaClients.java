package io.flames.generation.outbox;

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

/**
 * The one producer of this service: idempotent, acknowledged by all replicas of the broker. One request at a time: with
 * more, a broker may take the second batch of a new partition before the first, which then waits until its delivery times
 * out (KAFKA-15591).
 */
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
                            "client.id", "flames-generation",
                            "acks", "all",
                            "enable.idempotence", "true",
                            "linger.ms", "2",
                            "max.in.flight.requests.per.connection", "1",
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
