package io.flames.report.projection;

import io.flames.contracts.Topics;
import io.flames.report.store.ProjectionStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The door of the read model: one consumer a topic, each batch through {@link BatchProjection}. Topics are not ordered
 * among each other and nothing here depends on their order. The offset of a batch is committed after all of it is stored
 * or dead-lettered.
 */
@ApplicationScoped
class Projections {
    private final BatchProjection batches;
    private final ProjectionStore store;
    private final ProjectionMetrics metrics;

    Projections(BatchProjection batches, ProjectionStore store, ProjectionMetrics metrics) {
        this.batches = batches;
        this.store = store;
        this.metrics = metrics;
    }

    @Incoming("prompt-releases")
    Uni<Void> releases(ConsumerRecords<byte[], byte[]> records) {
        return batches.project(Topics.PROMPT_RELEASES, records, RecordReader::release, store::storeReleases);
    }

    @Incoming("runs")
    Uni<Void> runs(ConsumerRecords<byte[], byte[]> records) {
        return batches.project(Topics.RUNS, records, RecordReader::run, store::storeRuns);
    }

    @Incoming("responses")
    Uni<Void> responses(ConsumerRecords<byte[], byte[]> records) {
        return batches.project(Topics.RESPONSES, records, RecordReader::response, store::storeResponses);
    }

    @Incoming("scores")
    Uni<Void> scores(ConsumerRecords<byte[], byte[]> records) {
        return batches.project(Topics.SCORES, records, RecordReader::score, rows -> store.storeScores(rows)
                .invoke(metrics::scored)
                .replaceWithVoid());
    }

    @Incoming("scorers")
    Uni<Void> scorers(ConsumerRecords<byte[], byte[]> records) {
        return batches.project(Topics.SCORERS, records, RecordReader::scorer, store::storeScorers);
    }
}
