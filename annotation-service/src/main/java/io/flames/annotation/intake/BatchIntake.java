package io.flames.annotation.intake;

import io.flames.annotation.AnnotationConfig;
import io.flames.annotation.outbox.DeadLetters;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes one batch of a topic through: read each record, store what reads in one transaction, send what is refused to the
 * dead-letter topic with the reason. Completes only when every record of the batch is stored or dead-lettered, so the
 * offset that is committed then is safe; a crash before makes the batch come again, which changes nothing.
 *
 * <p>A row that the database refuses for its data (SQLSTATE classes 22 and 23) is found by halving the batch and goes
 * alone; every other fault is transient and is tried again without end.
 */
@ApplicationScoped
class BatchIntake {
    private static final Logger LOG = Logger.getLogger(BatchIntake.class);
    /** A database that vanished without a word must not hold a topic for ever. */
    private static final Duration STORE_WITHIN = Duration.ofSeconds(60);

    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final AnnotationConfig.Intake config;

    BatchIntake(DeadLetters deadLetters, MeterRegistry metrics, AnnotationConfig config) {
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.config = config.intake();
    }

    /**
     * @param read throws {@link RefusedRecordException} for a record that can't be used
     * @param store stores all rows or none
     */
    <T> Uni<Void> take(
            String topic,
            ConsumerRecords<String, byte[]> records,
            Function<byte @Nullable [], T> read,
            Function<List<T>, Uni<Void>> store) {
        var readable = new ArrayList<Entry<T>>(records.count());
        var refused = new ArrayList<Refusal>();
        for (var record : records) {
            try {
                readable.add(new Entry<>(record, read.apply(record.value())));
            } catch (RefusedRecordException reason) {
                refused.add(new Refusal(record, String.valueOf(reason.getMessage())));
            }
        }
        return store(topic, readable, store)
                .chain(() -> Multi.createFrom()
                        .iterable(refused)
                        .onItem()
                        .transformToUniAndConcatenate(refusal -> refuse(topic, refusal))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private <T> Uni<Void> store(String topic, List<Entry<T>> entries, Function<List<T>, Uni<Void>> store) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(() -> store.apply(entries.stream().map(Entry::row).toList()))
                .ifNoItem()
                .after(STORE_WITHIN)
                .fail()
                .onFailure(fault -> !isRefusalOfData(fault))
                .invoke(fault -> transientFault(topic, fault))
                .onFailure(fault -> !isRefusalOfData(fault))
                .retry()
                .withBackOff(config.retryFirst(), config.retryMax())
                .indefinitely()
                .invoke(() -> count(topic, "stored", entries.size()))
                .onFailure(BatchIntake::isRefusalOfData)
                .recoverWithUni(fault -> narrow(topic, entries, store, fault));
    }

    private <T> Uni<Void> narrow(
            String topic, List<Entry<T>> entries, Function<List<T>, Uni<Void>> store, Throwable fault) {
        if (entries.size() == 1) {
            var reason = "the database refuses it: " + ((PgException) fault).getErrorMessage();
            return refuse(topic, new Refusal(entries.get(0).record(), reason));
        }
        var middle = entries.size() / 2;
        return store(topic, entries.subList(0, middle), store)
                .chain(() -> store(topic, entries.subList(middle, entries.size()), store));
    }

    private Uni<Void> refuse(String topic, Refusal refusal) {
        return Uni.createFrom()
                .deferred(() -> Uni.createFrom().completionStage(deadLetters.send(refusal.record(), refusal.reason())))
                .onFailure()
                .invoke(fault -> transientFault(topic, fault))
                .onFailure()
                .retry()
                .withBackOff(config.retryFirst(), config.retryMax())
                .indefinitely()
                .invoke(() -> {
                    count(topic, "refused", 1);
                    LOG.warnf(
                            "Record refused and sent to the dead-letter topic topic=%s partition=%d offset=%d reason=%s",
                            topic,
                            refusal.record().partition(),
                            refusal.record().offset(),
                            refusal.reason());
                });
    }

    private static void transientFault(String topic, Throwable fault) {
        LOG.warnf("Batch not stored yet, trying again topic=%s fault=%s", topic, fault.getMessage());
        LOG.debug("Batch not stored yet", fault);
    }

    private static boolean isRefusalOfData(Throwable fault) {
        return fault instanceof PgException refusal
                && refusal.getSqlState() != null
                && (refusal.getSqlState().startsWith("22")
                        || refusal.getSqlState().startsWith("23"));
    }

    private void count(String topic, String result, int records) {
        metrics.counter("flames.annotation.records", "topic", topic, "result", result)
                .increment(records);
    }

    private record Entry<T>(ConsumerRecord<String, byte[]> record, T row) {}

    private record Refusal(ConsumerRecord<String, byte[]> record, String reason) {}
}
