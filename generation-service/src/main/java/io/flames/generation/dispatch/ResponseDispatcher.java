package io.flames.generation.dispatch;

import io.flames.contracts.Topics;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.generation.GenerationConfig;
import io.flames.generation.dispatch.ResponseReader.Reading;
import io.flames.generation.dispatch.ScoringStream.Signal;
import io.flames.generation.outbox.DeadLetters;
import io.flames.generation.outbox.KafkaClients;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends responses to scoring over one bidirectional stream, on a thread of its own, in a consumer group of the scorer.
 *
 * <p>Commits the contiguous watermark of what scoring has acknowledged, so that nothing is lost when either side dies; what
 * was in flight then is sent again, and scoring answers it with the same verdict. At most {@code window} requests are in
 * flight; when scoring is slow or away the partitions are paused, and nothing piles up here.
 */
@ApplicationScoped
public class ResponseDispatcher {
    private static final Logger LOG = Logger.getLogger(ResponseDispatcher.class);
    private static final Duration POLL_IDLE = Duration.ofMillis(200);
    private static final Duration POLL_BUSY = Duration.ofMillis(10);
    private static final long COMMIT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long FAULT_PAUSE_MS = 1_000;

    private final GenerationConfig.Scoring config;
    private final KafkaClients clients;
    private final DeadLetters deadLetters;
    private final Counter resent;
    private final AtomicInteger inFlightGauge = new AtomicInteger();
    private final AtomicLong lagGauge = new AtomicLong();
    private final Queue<Signal> signals = new ConcurrentLinkedQueue<>();

    private final Map<TopicPartition, Watermark> watermarks = new HashMap<>();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Map<String, Request> inFlight = new LinkedHashMap<>();
    private @Nullable ScoringStream stream;
    private @Nullable ManagedChannel channel;
    private @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile boolean stopped;
    private long reconnectAt;
    private int failures;
    private long lastCommit;
    private long lastResult;

    ResponseDispatcher(GenerationConfig config, KafkaClients clients, DeadLetters deadLetters, MeterRegistry metrics) {
        this.config = config.scoring();
        this.clients = clients;
        this.deadLetters = deadLetters;
        this.resent = metrics.counter("flames.generation.dispatch.resent");
        metrics.gauge("flames.generation.dispatch.in.flight", inFlightGauge);
        metrics.gauge("flames.generation.dispatch.lag", lagGauge);
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        thread = new Thread(this::run, "response-dispatcher");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        var open = consumer;
        if (open != null) {
            open.wakeup();
        }
        if (thread != null) {
            thread.join(5_000);
        }
    }

    /** Consumer group of a scorer: another scorer reads all responses from the first on. */
    static String groupOf(String scorer) {
        return "flames-dispatch-" + (scorer.isBlank() ? "default" : scorer);
    }

    private void run() {
        channel = ManagedChannelBuilder.forAddress(config.host(), config.port())
                .usePlaintext()
                .build();
        while (!stopped) {
            try (var opened =
                    new KafkaConsumer<>(consumerConfig(), new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer = opened;
                opened.subscribe(List.of(Topics.RESPONSES), new Rebalance(opened));
                dispatch(opened);
                commit(opened);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("dispatcher woken");
            } catch (KafkaException | ExecutionException e) {
                LOG.warnf("dispatcher waits for the broker, tries again reason=%s", e.toString());
                pause();
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                LOG.error("dispatcher failed, starts anew", e);
                pause();
            } finally {
                consumer = null;
                forget(List.copyOf(watermarks.keySet()));
                closeStream();
            }
        }
        channel.shutdownNow();
    }

    private void dispatch(KafkaConsumer<String, byte[]> consumer) throws InterruptedException, ExecutionException {
        while (!stopped) {
            boolean full = !waiting.isEmpty();
            if (full) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.paused());
            }
            for (var record : consumer.poll(inFlight.isEmpty() && !full ? POLL_IDLE : POLL_BUSY)) {
                take(record);
            }
            readSignals();
            breakWhenStalled();
            sendWaiting();
            if (System.nanoTime() - lastCommit > COMMIT_EVERY_NANOS) {
                commit(consumer);
            }
            inFlightGauge.set(inFlight.size());
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) throws InterruptedException, ExecutionException {
        var partition = new TopicPartition(record.topic(), record.partition());
        watermarks
                .computeIfAbsent(partition, p -> new Watermark(record.offset()))
                .taken(record.offset());
        var reading = ResponseReader.read(record.value());
        if (reading instanceof Reading.Scorable scorable) {
            var id = partition.partition() + "-" + record.offset();
            var request = scorable.request().toBuilder()
                    .setRequestId(id)
                    .setScorer(config.scorer().orElse(""))
                    .build();
            waiting.add(new Request(id, partition, record, request));
        } else if (reading instanceof Reading.Malformed malformed) {
            refuse(record, malformed.reason());
            acknowledge(partition, record.offset());
        } else {
            acknowledge(partition, record.offset());
        }
    }

    private void sendWaiting() {
        if (waiting.isEmpty() || (stream == null && System.nanoTime() - reconnectAt < 0)) {
            return;
        }
        if (stream == null && channel != null) {
            stream = ScoringStream.open(channel, signals, () -> {});
        }
        while (stream != null && !waiting.isEmpty() && inFlight.size() < config.window() && stream.isReady()) {
            var request = waiting.remove();
            if (inFlight.isEmpty()) {
                lastResult = System.nanoTime();
            }
            inFlight.put(request.id(), request);
            stream.send(request.request());
        }
    }

    /** A peer that vanished without a word, or forgot a request, would hold the watermark for ever. */
    private void breakWhenStalled() {
        if (stream != null
                && !inFlight.isEmpty()
                && System.nanoTime() - lastResult > config.stallTimeout().toNanos()) {
            closeStream();
            streamEnded("no result for " + config.stallTimeout());
        }
    }

    private void readSignals() throws InterruptedException, ExecutionException {
        for (var signal = signals.poll(); signal != null; signal = signals.poll()) {
            if (signal.stream() != stream) {
                continue;
            }
            if (signal instanceof Signal.Scored scored) {
                scored(scored.result());
            } else if (signal instanceof Signal.Ended ended) {
                streamEnded(ended.reason());
            }
        }
    }

    private void scored(ScoreResult result) throws InterruptedException, ExecutionException {
        var request = inFlight.remove(result.getRequestId());
        if (request == null) {
            return;
        }
        failures = 0;
        lastResult = System.nanoTime();
        if (result.hasInvalid()) {
            refuse(
                    request.record(),
                    "scoring refuses it: %s: %s"
                            .formatted(
                                    result.getInvalid().getField(),
                                    result.getInvalid().getMessage()));
        }
        acknowledge(request.partition(), request.record().offset());
    }

    private void streamEnded(String reason) {
        stream = null;
        resent.increment(inFlight.size());
        var again = List.copyOf(inFlight.values());
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
        }
        inFlight.clear();
        long backoff = Math.min(config.maxBackoff().toMillis(), config.backoff().toMillis() << Math.min(10, failures));
        failures++;
        long jittered = backoff / 2 + ThreadLocalRandom.current().nextLong(backoff / 2 + 1);
        reconnectAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(jittered);
        LOG.infof(
                "scoring stream ended, opens again unacknowledged=%d afterMs=%d reason=%s",
                again.size(), jittered, reason);
    }

    private void refuse(ConsumerRecord<String, byte[]> record, String reason)
            throws InterruptedException, ExecutionException {
        deadLetters.send(record, reason).toCompletableFuture().get();
    }

    private void acknowledge(TopicPartition partition, long offset) {
        var watermark = watermarks.get(partition);
        if (watermark != null) {
            watermark.acknowledged(offset);
        }
    }

    private void commit(KafkaConsumer<String, byte[]> consumer) {
        lastCommit = System.nanoTime();
        var positions = new HashMap<TopicPartition, OffsetAndMetadata>();
        watermarks.forEach((partition, watermark) -> {
            if (watermark.advanced()) {
                positions.put(partition, new OffsetAndMetadata(watermark.position()));
            }
        });
        if (!positions.isEmpty()) {
            consumer.commitSync(positions);
            positions.forEach((partition, position) -> watermarks.get(partition).committed(position.offset()));
        }
        lagGauge.set(lag(consumer));
    }

    private long lag(KafkaConsumer<String, byte[]> consumer) {
        long unread = 0;
        for (var partition : consumer.assignment()) {
            unread += consumer.currentLag(partition).orElse(0L);
        }
        return unread + waiting.size() + inFlight.size();
    }

    private void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(watermarks::remove);
        waiting.removeIf(request -> partitions.contains(request.partition()));
        inFlight.values().removeIf(request -> partitions.contains(request.partition()));
    }

    private void closeStream() {
        if (stream != null) {
            stream.cancel();
            stream = null;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(FAULT_PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> consumerConfig() {
        return Map.of(
                "bootstrap.servers", clients.bootstrapServers(),
                "group.id", groupOf(config.scorer().orElse("")),
                "client.id", "flames-dispatch",
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                // After a kill, the successor gets the partitions soon.
                "session.timeout.ms", "10000",
                "max.poll.records", Integer.toString(config.window()),
                "max.partition.fetch.bytes", "1048576",
                "fetch.max.bytes", "8388608");
    }

    /** Commits what is acknowledged of partitions that go elsewhere, and forgets the rest of them. */
    private final class Rebalance implements ConsumerRebalanceListener {
        private final KafkaConsumer<String, byte[]> owner;

        Rebalance(KafkaConsumer<String, byte[]> owner) {
            this.owner = owner;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                commit(owner);
            } catch (KafkaException e) {
                LOG.debugf("not committed before a rebalance reason=%s", e.toString());
            }
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.debugf("partitions assigned partitions=%s", partitions);
        }
    }

    private record Request(
            String id,
            TopicPartition partition,
            ConsumerRecord<String, byte[]> record,
            io.flames.contracts.scoring.v1.ScoreRequest request) {}
}
