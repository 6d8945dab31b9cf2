package io.flames.scoring.freeze;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flames.contracts.Topics;
import io.flames.contracts.annotation.v1.LabelEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads flames.labels from its first record to the end that it had when the reading began. No group, nothing is committed. */
final class LabelTopic {
    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrapServers;
    private final Duration patience;

    /** @param patience how long to wait for a broker that says nothing */
    LabelTopic(String bootstrapServers, Duration patience) {
        this.bootstrapServers = bootstrapServers;
        this.patience = patience;
    }

    /**
     * @param events in the order of each partition
     * @param unreadable records that are no label events; passed over
     */
    record Read(List<LabelEvent> events, int unreadable) {}

    /**
     * @param progress told how many records were read, now and then
     * @throws org.apache.kafka.common.KafkaException when the broker is away
     */
    Read all(LongConsumer progress) {
        try (var consumer = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Topics.LABELS, patience).stream()
                    .map(info -> new TopicPartition(Topics.LABELS, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions, patience);
            var events = new ArrayList<LabelEvent>();
            int unreadable = 0;
            while (!reached(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    try {
                        events.add(LabelEvent.parseFrom(record.value()));
                    } catch (InvalidProtocolBufferException | RuntimeException notOne) {
                        unreadable++;
                    }
                }
                progress.accept(events.size());
            }
            return new Read(events, unreadable);
        }
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<String, Object>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Records that are deleted under the reading end it: the default would pass over all that is left, unsaid.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        return settings;
    }

    private boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), patience) >= end.getValue());
    }
}
