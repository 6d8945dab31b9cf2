package io.flames.generation.dispatch;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flames.contracts.Topics;
import io.flames.contracts.scoring.v1.ScorerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads {@code flames.scorers} from its first record on, in no group: each replica has to know all of it, after a restart
 * too, and it is small. A record that cannot be read is passed over here; report-service sends it to the dead letters.
 */
final class ScorerFollower implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ScorerFollower.class);
    private static final Duration LOOK_UP = Duration.ofSeconds(5);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> firstEnd;

    /** @throws KafkaException when the broker is away or has no such topic */
    ScorerFollower(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "client.id", "flames-scorers",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.SCORERS, LOOK_UP).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new KafkaException("there is no topic " + Topics.SCORERS);
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            firstEnd = consumer.endOffsets(partitions, LOOK_UP);
        } catch (RuntimeException fault) {
            consumer.close(Duration.ZERO);
            throw fault;
        }
    }

    /** Waits for news, at most so long. */
    void poll(Duration atMost, Consumer<ScorerEvent> next) {
        for (var record : consumer.poll(atMost)) {
            read(record, next);
        }
    }

    /** All that was there at the start has been read. */
    boolean isUpToDate() {
        return firstEnd.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static void read(ConsumerRecord<String, byte[]> record, Consumer<ScorerEvent> next) {
        try {
            if (record.value() != null) {
                next.accept(ScorerEvent.parseFrom(record.value()));
            }
        } catch (InvalidProtocolBufferException malformed) {
            LOG.warnf(
                    "record is passed over topic=%s partition=%d offset=%d",
                    record.topic(), record.partition(), record.offset());
        }
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(1));
    }
}
