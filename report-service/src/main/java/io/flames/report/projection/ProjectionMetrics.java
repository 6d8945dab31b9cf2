package io.flames.report.projection;

import io.flames.contracts.Topics;
import io.flames.report.store.Rows.ScoreRow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What the projection took in, what it refused, how far it is behind, and how long scorers worked. */
@ApplicationScoped
class ProjectionMetrics {
    private static final long IDLE = Long.MAX_VALUE;

    private final MeterRegistry registry;
    private final Map<String, TopicMeters> topics;
    private final Map<String, Timer> scorers = new ConcurrentHashMap<>();

    ProjectionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.topics =
                List.of(Topics.PROMPT_RELEASES, Topics.RUNS, Topics.RESPONSES, Topics.SCORES, Topics.SCORERS).stream()
                        .collect(Collectors.toUnmodifiableMap(
                                topic -> topic, topic -> new TopicMeters(registry, topic)));
    }

    /** @param oldestMs the oldest record of the batch, in milliseconds since 1970 */
    void begin(String topic, long oldestMs) {
        of(topic).oldestMs.set(oldestMs);
    }

    void end(String topic) {
        of(topic).oldestMs.set(IDLE);
    }

    void stored(String topic, int records) {
        of(topic).stored.increment(records);
    }

    void refused(String topic) {
        of(topic).refused.increment();
    }

    void scored(List<ScoreRow> verdicts) {
        for (var verdict : verdicts) {
            if (verdict.score() != null) {
                scorers.computeIfAbsent(
                                verdict.scorer().name() + "@" + verdict.scorer().version(), this::inferenceOf)
                        .record(verdict.inferenceMicros(), TimeUnit.MICROSECONDS);
            }
        }
    }

    private Timer inferenceOf(String scorer) {
        return Timer.builder("flames.report.inference")
                .description(
                        "Model time of a verdict, as the scorer measured it, for verdicts projected since the start")
                .tag("scorer", scorer)
                .publishPercentiles(0.5, 0.95, 0.99)
                .distributionStatisticExpiry(Duration.ofMinutes(5))
                .register(registry);
    }

    private TopicMeters of(String topic) {
        var meters = topics.get(topic);
        if (meters == null) {
            throw new IllegalArgumentException("no meters for topic " + topic);
        }
        return meters;
    }

    private static final class TopicMeters {
        private final Counter stored;
        private final Counter refused;
        private final AtomicLong oldestMs = new AtomicLong(IDLE);

        TopicMeters(MeterRegistry registry, String topic) {
            stored = counter(registry, topic, "stored");
            refused = counter(registry, topic, "refused");
            TimeGauge.builder("flames.report.projection.lag", this, TimeUnit.MILLISECONDS, TopicMeters::lagMs)
                    .description("Age of the oldest record in the batch being stored, 0 when there is none")
                    .tag("topic", topic)
                    .register(registry);
        }

        private double lagMs() {
            long oldest = oldestMs.get();
            return oldest == IDLE ? 0 : Math.max(0, System.currentTimeMillis() - oldest);
        }

        private static Counter counter(MeterRegistry registry, String topic, String result) {
            return Counter.builder("flames.report.projection.records")
                    .description("Records taken in, stored (again, too) or refused")
                    .tag("topic", topic)
                    .tag("result", result)
                    .register(registry);
        }
    }
}
