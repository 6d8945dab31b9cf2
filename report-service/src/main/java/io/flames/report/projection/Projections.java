package io.flames.report.projection;

import io.flames.contracts.Topics;
import io.flames.report.store.ProjectionStore;
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
 * The door of the read model: one consumer a topic, each batch through {@link BatchProjection}. Topics are not ordered
 * among each other and nothing here depends on their order. The offset of a batch is committed after all of it is stored
 * or dead-lettered.
 */
@ApplicationScoped
class Projections {
    private static final Logger LOG = Logger.getLogger(Projections.class);

    private final BatchProjection batches;
    private final ProjectionStore store;
    private final ProjectionMetrics metrics;

    Projections(BatchProjection batches, ProjectionStore store, ProjectionMetrics metrics) {
        this.batches = batches;
        this.store = store;
        this.metrics = metrics;
    }

    @Incoming("prompt-releases")
    Uni<Void> releases(IncomingKafkaRecordBatch<byte[], byte[]> batch) {
        return project(batch, Topics.PROMPT_RELEASES, CollectionReader::release, store::storeReleases);
    }

    @Incoming("runs")
    Uni<Void> runs(IncomingKafkaRecordBatch<byte[], byte[]> batch) {
        return project(batch, Topics.RUNS, CollectionReader::run, store::storeRuns);
    }

    @Incoming("responses")
    Uni<Void> responses(IncomingKafkaRecordBatch<byte[], byte[]> batch) {
        return project(batch, Topics.RESPONSES, CollectionReader::response, store::storeResponses);
    }

    @Incoming("scores")
    Uni<Void> scores(IncomingKafkaRecordBatch<byte[], byte[]> batch) {
        return project(batch, Topics.SCORES, ScoringReader::score, rows -> store.storeScores(rows)
                .invoke(metrics::scored)
                .replaceWithVoid());
    }

    @Incoming("scorers")
    Uni<Void> scorers(IncomingKafkaRecordBatch<byte[], byte[]> batch) {
        return project(batch, Topics.SCORERS, ScoringReader::scorer, store::storeScorers);
    }

    /**
     * A commit that fails (the group is rebalancing, the broker is away) must not end the channel: what was not committed
     * comes again and changes nothing, and the next batch commits past it.
     */
    private <T> Uni<Void> project(
            IncomingKafkaRecordBatch<byte[], byte[]> batch,
            String topic,
            Function<byte @Nullable [], T> read,
            Function<List<T>, Uni<Void>> store) {
        return batches.project(topic, recordsOf(batch), read, store)
                .chain(() -> Uni.createFrom().completionStage(batch.ack()))
                .onFailure()
                .invoke(fault -> LOG.warnf("Offset not committed, goes with the next topic=%s fault=%s", topic, fault))
                .onFailure()
                .recoverWithNull();
    }

    /** The class literal of the metadata can't carry the types that the channel's deserializers give. */
    @SuppressWarnings("unchecked")
    private static ConsumerRecords<byte[], byte[]> recordsOf(IncomingKafkaRecordBatch<byte[], byte[]> batch) {
        return batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getRecords();
    }
}
