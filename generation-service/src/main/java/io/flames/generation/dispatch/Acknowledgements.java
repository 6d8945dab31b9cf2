package io.flames.generation.dispatch;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The watermark of each partition that this replica has. Not thread-safe. */
final class Acknowledgements {
    private final Map<TopicPartition, Watermark> watermarks = new HashMap<>();

    void taken(TopicPartition partition, long offset) {
        watermarks.computeIfAbsent(partition, first -> new Watermark(offset)).taken(offset);
    }

    /** Of a partition that has gone elsewhere it is of no use. */
    void acknowledged(TopicPartition partition, long offset) {
        var watermark = watermarks.get(partition);
        if (watermark != null) {
            watermark.acknowledged(offset);
        }
    }

    /** What can be committed and was not yet. */
    Map<TopicPartition, OffsetAndMetadata> due() {
        var positions = new HashMap<TopicPartition, OffsetAndMetadata>();
        watermarks.forEach((partition, watermark) -> {
            if (watermark.advanced()) {
                positions.put(partition, new OffsetAndMetadata(watermark.position()));
            }
        });
        return positions;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> positions) {
        positions.forEach((partition, position) -> {
            var watermark = watermarks.get(partition);
            if (watermark != null) {
                watermark.committed(position.offset());
            }
        });
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(watermarks::remove);
    }

    void forgetAll() {
        watermarks.clear();
    }
}
