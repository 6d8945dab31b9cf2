package io.flames.annotation.intake;

import io.flames.contracts.Topics;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The door: one consumer a topic, each batch through {@link BatchIntake}. Topics are not ordered
 * among each other and nothing here depends on their order. The offset of a batch is committed after all of it is stored
 * or dead-lettered.
 */
@ApplicationScoped
class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final BatchIntake batches;
    private final Received received;

    Intake(BatchIntake batches, Received received) {
        this.batches = batches;
        this.received = received;
    }

    @Incoming("responses")
    Uni<Void> responses(IncomingKafkaRecordBatch<String, byte[]> batch) {
        return take(batch, Topics.RESPONSES, RecordReader::response, received::responses);
    }

    @Incoming("scores")
    Uni<Void> scores(IncomingKafkaRecordBatch<String, byte[]> batch) {
        return take(batch, Topics.SCORES, RecordReader::score, received::scores);
    }

    /**
     * A commit that fails (the group is rebalancing, the broker is away) must not end the channel: what was not committed
     * comes again and changes nothing, and the next batch commits past it.
     */
    private <T> Uni<Void> take(
            IncomingKafkaRecordBatch<String, byte[]> batch,
            String topic,
            Function<byte @Nullable [], T> read,
            Function<List<T>, Uni<Void>> store) {
        return batches.take(topic, recordsOf(batch), read, store)
                .chain(() -> Uni.createFrom().completionStage(batch.ack()))
                .onFailure()
                .invoke(fault -> LOG.warnf("Offset not committed, goes with the next topic=%s fault=%s", topic, fault))
                .onFailure()
                .recoverWithNull();
    }

    /** The class literal of the metadata can't carry the types that the channel's deserializers give. */
    @SuppressWarnings("unchecked")
    private static ConsumerRecords<String, byte[]> recordsOf(IncomingKafkaRecordBatch<String, byte[]> batch) {
        return batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getRecords();
    }
}
