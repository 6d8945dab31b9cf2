package io.flames.generation.dispatch;

import io.flames.contracts.Topics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group is behind the end of {@code flames.responses}, over all replicas. */
final class GroupLag {
    private static final int PATIENCE_SECONDS = 10;

    private GroupLag() {}

    /** @throws ExecutionException when the broker does not tell */
    static long of(String group, String bootstrapServers)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (var admin = Admin.create(Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers, "default.api.timeout.ms", "10000", "client.id", "flames-lag"))) {
            var partitions = admin.describeTopics(Set.of(Topics.RESPONSES))
                    .allTopicNames()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .get(Topics.RESPONSES)
                    .partitions();
            var ends = admin.listOffsets(partitions.stream()
                            .collect(Collectors.toMap(
                                    info -> new TopicPartition(Topics.RESPONSES, info.partition()),
                                    info -> OffsetSpec.latest())))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var positions = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return ends.entrySet().stream()
                    .mapToLong(end -> {
                        var position = positions.get(end.getKey());
                        return end.getValue().offset() - (position == null ? 0 : position.offset());
                    })
                    .sum();
        }
    }
}
