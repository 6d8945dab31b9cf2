package io.flames.scoring.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flames.contracts.Topics;
import io.flames.contracts.scoring.v1.ScoreEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, as often as asked. */
final class ScoresTopic {
    private final String bootstrapServers;

    ScoresTopic(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Everything that is in flames.scores now for the response. */
    List<ScoreEvent> of(String responseId) {
        return records(Topics.SCORES).stream()
                .filter(record -> responseId.equals(record.key()))
                .map(record -> parse(record.value()))
                .toList();
    }

    /** Everything that is in flames.scores now. */
    List<ScoreEvent> events() {
        return records(Topics.SCORES).stream()
                .map(record -> parse(record.value()))
                .toList();
    }

    List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    private static ScoreEvent parse(byte[] value) {
        try {
            return ScoreEvent.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("not a ScoreEvent", e);
        }
    }
}
