package io.flames.generation.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.flames.contracts.EventHeaders;
import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.contracts.generation.v1.RunEvent;
import io.flames.generation.GenerationConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what was committed, in the order of the outbox, and deletes it once the broker has it. One replica at a time
 * does so, held by an advisory lock; a crash between publishing and deleting publishes again, which consumers tolerate by
 * the ids. On a thread of its own, because it waits for the broker.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final long LOCK = 0x666c616d6573L;
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FAULT_PAUSE = Duration.ofSeconds(1);

    private final Pool database;
    private final KafkaClients clients;
    private final GenerationConfig.Outbox config;
    private final Semaphore signal = new Semaphore(0);
    private final AtomicLong backlog = new AtomicLong();
    private volatile boolean stopped;
    private @Nullable Thread thread;

    OutboxRelay(Pool database, KafkaClients clients, GenerationConfig config, MeterRegistry metrics) {
        this.database = database;
        this.clients = clients;
        this.config = config.outbox();
        metrics.gauge("flames.generation.outbox.backlog", backlog);
    }

    void start(@Observes StartupEvent event) {
        thread = new Thread(this::relay, "outbox-relay");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        signal.release();
        if (thread != null) {
            thread.join(5_000);
        }
    }

    void wake(@Observes Outbox.Written event) {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    private void relay() {
        while (!stopped) {
            try {
                int published = publishBatch();
                if (published < config.batchSize()) {
                    backlog.set(0);
                    if (signal.tryAcquire(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                        signal.drainPermits();
                    }
                } else {
                    backlog.set(count());
                }
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                LOG.warnf("outbox waits for database or broker, tries again reason=%s", rootOf(e));
                LOG.debug("outbox fault", e);
                pause();
            }
        }
    }

    private int publishBatch() throws Exception {
        var connection = await(database.getConnection());
        try {
            var transaction = await(connection.begin());
            try {
                int published = publishBatch(connection);
                await(transaction.commit());
                return published;
            } catch (Exception e) {
                transaction.rollbackAndForget();
                throw e;
            }
        } finally {
            connection.closeAndForget();
        }
    }

    private int publishBatch(SqlConnection connection) throws Exception {
        var locked = await(connection
                        .preparedQuery("SELECT pg_try_advisory_xact_lock($1)")
                        .execute(Tuple.of(LOCK)))
                .iterator()
                .next()
                .getBoolean(0);
        if (!locked) {
            return 0;
        }
        var rows = await(connection
                .preparedQuery("SELECT id, topic, key, event_id, payload, created_at FROM outbox ORDER BY id LIMIT $1")
                .execute(Tuple.of(config.batchSize())));
        if (rows.size() == 0) {
            return 0;
        }
        var ids = new ArrayList<Long>(rows.size());
        List<Future<RecordMetadata>> sent = new ArrayList<>(rows.size());
        for (var row : rows) {
            ids.add(row.getLong("id"));
            sent.add(clients.producer().send(record(row)));
        }
        clients.producer().flush();
        for (var acknowledgement : sent) {
            acknowledgement.get();
        }
        await(connection
                .preparedQuery("DELETE FROM outbox WHERE id = ANY($1)")
                .execute(Tuple.of(ids.toArray(Long[]::new))));
        return ids.size();
    }

    private static ProducerRecord<String, byte[]> record(Row row) throws InvalidProtocolBufferException {
        var payload = row.getBuffer("payload").getBytes();
        var published = new ProducerRecord<>(row.getString("topic"), row.getString("key"), payload);
        OffsetDateTime createdAt = row.getOffsetDateTime("created_at");
        EventHeaders.of(
                        envelope(row.getString("topic"), payload),
                        row.getUUID("event_id"),
                        "generation-service",
                        createdAt.toInstant())
                .forEach((name, value) -> published.headers().add(name, value));
        return published;
    }

    private static Message envelope(String topic, byte[] payload) throws InvalidProtocolBufferException {
        return topic.equals(Topics.RUNS) ? RunEvent.parseFrom(payload) : ResponseEvent.parseFrom(payload);
    }

    private long count() {
        return await(database.query("SELECT count(*) FROM outbox").execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DATABASE_TIMEOUT);
    }

    private void pause() {
        try {
            Thread.sleep(FAULT_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
