package io.flames.generation.dispatch;

import io.flames.contracts.Topics;
import io.flames.contracts.client.ScoringReplicas;
import io.flames.contracts.client.ScoringReplicas.Event;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.generation.dispatch.DispatchPlan.Assignment;
import io.flames.generation.dispatch.DispatchPlan.Role;
import io.flames.generation.dispatch.DispatchPlan.Start;
import io.flames.generation.dispatch.ResponseReader.Reading;
import io.flames.generation.outbox.DeadLetters;
import io.flames.generation.outbox.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends responses to one scorer version, on a thread of its own, in a consumer group of that version: one bidirectional
 * stream to each replica of scoring-service. What other versions do, and how fast, is nothing to it.
 *
 * <p>Commits the contiguous watermark of what scoring has acknowledged, so that nothing is lost when either side dies; what
 * was in flight then is sent again, and scoring answers it with the same verdict. At most {@code window} requests are in
 * flight, over all replicas; when scoring is slow, full or away the partitions are paused, and nothing piles up here.
 */
final class ScorerDispatch {
    private static final Logger LOG = Logger.getLogger(ScorerDispatch.class);
    private static final Duration POLL_IDLE = Duration.ofMillis(200);
    private static final Duration POLL_BUSY = Duration.ofMillis(10);
    private static final long COMMIT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long FAULT_PAUSE_MS = 1_000;
    private static final long STOP_MS = 5_000;

    private final Assignment assignment;
    private final int window;
    private final KafkaClients clients;
    private final DeadLetters deadLetters;
    private final DispatchMetrics metrics;

    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final Backlog backlog = new Backlog();
    private final Thread thread;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile boolean stopped;
    private long lastCommit;

    /** @param window requests that may be in flight */
    ScorerDispatch(
            Assignment assignment,
            int window,
            ScoringConnection scoring,
            KafkaClients clients,
            DeadLetters deadLetters,
            DispatchMetrics metrics) {
        this.assignment = assignment;
        this.window = window;
        this.clients = clients;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.thread = new Thread(() -> run(scoring), "dispatch-" + assignment.group());
        thread.setDaemon(true);
        thread.start();
    }

    Assignment assignment() {
        return assignment;
    }

    /** Asks it to end; {@link #join} waits for that. */
    void stop() {
        stopped = true;
        var open = consumer;
        if (open != null) {
            open.wakeup();
        }
    }

    void join() throws InterruptedException {
        thread.join(STOP_MS);
        metrics.close();
    }

    private void run(ScoringConnection scoring) {
        try (var replicas = scoring.open()) {
            while (!stopped) {
                consume(replicas);
            }
        } catch (InterruptedException e) {
            LOG.debug("dispatcher interrupted");
        }
    }

    /** With one consumer, until it fails or all stops. */
    private void consume(ScoringReplicas replicas) throws InterruptedException {
        try (var opened =
                new KafkaConsumer<>(consumerConfig(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer = opened;
            opened.subscribe(
                    List.of(Topics.RESPONSES),
                    new Rebalance(
                            opened,
                            assignment.start(),
                            () -> commit(opened),
                            partitions -> forget(partitions, replicas)));
            dispatch(opened, replicas);
            commit(opened);
        } catch (WakeupException | InterruptException e) {
            LOG.debug("dispatcher woken");
        } catch (KafkaException | ExecutionException e) {
            LOG.warnf("dispatcher waits for the broker, tries again reason=%s", e.toString());
            Thread.sleep(FAULT_PAUSE_MS);
        } catch (RuntimeException e) {
            LOG.error("dispatcher failed, starts anew", e);
            Thread.sleep(FAULT_PAUSE_MS);
        } finally {
            consumer = null;
            acknowledgements.forgetAll();
            backlog.clear();
            replicas.forget(any -> true);
        }
    }

    private void dispatch(KafkaConsumer<String, byte[]> consumer, ScoringReplicas replicas)
            throws InterruptedException, ExecutionException {
        while (!stopped) {
            boolean full = backlog.hasWaiting();
            if (full) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.paused());
            }
            for (var record : consumer.poll(backlog.size() == 0 ? POLL_IDLE : POLL_BUSY)) {
                take(record);
            }
            readEvents(replicas);
            sendWaiting(replicas);
            if (System.nanoTime() - lastCommit > COMMIT_EVERY_NANOS) {
                commit(consumer);
            }
            metrics.show(backlog.inFlight(), replicas.count());
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) throws InterruptedException, ExecutionException {
        var partition = new TopicPartition(record.topic(), record.partition());
        acknowledgements.taken(partition, record.offset());
        var reading = ResponseReader.read(record.value());
        if (reading instanceof Reading.Scorable scorable) {
            backlog.add(Backlog.Entry.of(record, scorable.request().toBuilder().setScorer(assignment.scorer())));
        } else if (reading instanceof Reading.Malformed malformed) {
            // Once is enough: the live group reads it too.
            if (assignment.role() == Role.LIVE) {
                refuse(record, malformed.reason());
            }
            acknowledgements.acknowledged(partition, record.offset());
        } else {
            acknowledgements.acknowledged(partition, record.offset());
        }
    }

    private void sendWaiting(ScoringReplicas replicas) {
        while (backlog.hasWaiting() && replicas.room() > 0) {
            replicas.send(backlog.next());
        }
    }

    private void readEvents(ScoringReplicas replicas) throws InterruptedException, ExecutionException {
        for (var event = replicas.poll(Duration.ZERO); event.isPresent(); event = replicas.poll(Duration.ZERO)) {
            if (event.get() instanceof Event.Answered answered) {
                scored(answered.result());
            } else if (event.get() instanceof Event.Ended ended) {
                streamEnded(ended);
            }
        }
    }

    private void scored(ScoreResult result) throws InterruptedException, ExecutionException {
        var answered = backlog.answered(result.getRequestId());
        if (answered.isEmpty()) {
            return;
        }
        var entry = answered.get();
        if (result.hasInvalid()) {
            refuse(
                    entry.record(),
                    "%s refuses it: %s: %s"
                            .formatted(
                                    assignment.role() == Role.LIVE ? "scoring" : "scorer " + assignment.scorer(),
                                    result.getInvalid().getField(),
                                    result.getInvalid().getMessage()));
        }
        acknowledgements.acknowledged(entry.partition(), entry.record().offset());
    }

    private void streamEnded(Event.Ended ended) {
        metrics.resent(ended.unanswered());
        if (ended.throttled()) {
            metrics.throttled();
            LOG.debugf(
                    "scoring's queue is full replica=%s unacknowledged=%d afterMs=%d",
                    ended.replica(), ended.unanswered(), ended.pause().toMillis());
        } else if (ended.scorerUnknown()) {
            LOG.warnf(
                    "scoring replica does not know the scorer, asked again scorer=%s replica=%s unacknowledged=%d"
                            + " afterMs=%d",
                    assignment.scorer(),
                    ended.replica(),
                    ended.unanswered(),
                    ended.pause().toMillis());
        } else {
            LOG.infof(
                    "scoring stream ended, opens again replica=%s unacknowledged=%d afterMs=%d reason=%s",
                    ended.replica(),
                    ended.unanswered(),
                    ended.pause().toMillis(),
                    ended.fault().getMessage());
        }
    }

    private void refuse(ConsumerRecord<String, byte[]> record, String reason)
            throws InterruptedException, ExecutionException {
        deadLetters.send(record, reason).toCompletableFuture().get();
    }

    private void commit(KafkaConsumer<String, byte[]> consumer) {
        lastCommit = System.nanoTime();
        var positions = acknowledgements.due();
        if (!positions.isEmpty()) {
            consumer.commitSync(positions);
            acknowledgements.committed(positions);
        }
        metrics.lag(lag(consumer));
    }

    private long lag(KafkaConsumer<String, byte[]> consumer) {
        long unread = 0;
        for (var partition : consumer.assignment()) {
            unread += consumer.currentLag(partition).orElse(0L);
        }
        return unread + backlog.size();
    }

    private void forget(Collection<TopicPartition> partitions, ScoringReplicas replicas) {
        acknowledgements.forget(partitions);
        backlog.forget(partitions);
        replicas.forget(id -> !backlog.isInFlight(id));
    }

    private Map<String, Object> consumerConfig() {
        return Map.of(
                "bootstrap.servers",
                clients.bootstrapServers(),
                "group.id",
                assignment.group(),
                "client.id",
                assignment.group(),
                "enable.auto.commit",
                "false",
                "auto.offset.reset",
                assignment.start() == Start.FIRST ? "earliest" : "latest",
                // After a kill, the successor gets the partitions soon.
                "session.timeout.ms",
                "10000",
                "max.poll.records",
                Integer.toString(window),
                "max.partition.fetch.bytes",
                "1048576",
                "fetch.max.bytes",
                "8388608");
    }
}
