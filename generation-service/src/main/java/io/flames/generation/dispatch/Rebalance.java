package io.flames.generation.dispatch;

import io.flames.generation.dispatch.DispatchPlan.Start;
import java.util.Collection;
import java.util.HashMap;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Commits what is acknowledged of partitions that go elsewhere, and forgets the rest of them. */
final class Rebalance implements ConsumerRebalanceListener {
    private static final Logger LOG = Logger.getLogger(Rebalance.class);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Start start;
    private final Runnable commit;
    private final Consumer<Collection<TopicPartition>> forget;

    /**
     * @param start where a group begins that has no position yet
     * @param commit of all that is acknowledged
     * @param forget of all that is known of partitions
     */
    Rebalance(
            KafkaConsumer<String, byte[]> consumer,
            Start start,
            Runnable commit,
            Consumer<Collection<TopicPartition>> forget) {
        this.consumer = consumer;
        this.start = start;
        this.commit = commit;
        this.forget = forget;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        try {
            commit.run();
        } catch (KafkaException e) {
            LOG.debugf("not committed before a rebalance reason=%s", e.toString());
        }
        forget.accept(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        forget.accept(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        LOG.debugf("partitions assigned partitions=%s", partitions);
        if (start == Start.END) {
            holdTheEnd(partitions);
        }
    }

    /** A group that begins at the end must find that end again, or a restart would skip what came meanwhile. */
    private void holdTheEnd(Collection<TopicPartition> partitions) {
        var committed = consumer.committed(Set.copyOf(partitions));
        var fresh = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : partitions) {
            if (committed.get(partition) == null) {
                fresh.put(partition, new OffsetAndMetadata(consumer.position(partition)));
            }
        }
        if (!fresh.isEmpty()) {
            consumer.commitSync(fresh);
        }
    }
}
