package io.flames.scoring.lane;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a lane tells of itself, tagged with its scorer's name. */
public final class LaneMetrics implements AutoCloseable {
    private final MeterRegistry registry;
    private final String scorer;
    private final Timer wait;
    private final Timer inference;
    private final DistributionSummary size;
    private final DistributionSummary fill;
    private final Counter refused;
    private final Counter failed;
    private final List<Meter> gauges = new ArrayList<>();

    public LaneMetrics(MeterRegistry registry, String scorer) {
        this.registry = registry;
        this.scorer = scorer;
        wait = timer("flames.scoring.queue.wait", Duration.ofNanos(100_000), Duration.ofSeconds(60));
        inference = timer("flames.scoring.batch.inference", Duration.ofMillis(1), Duration.ofSeconds(30));
        size = DistributionSummary.builder("flames.scoring.batch.size")
                .tag("scorer", scorer)
                .register(registry);
        fill = DistributionSummary.builder("flames.scoring.batch.fill")
                .tag("scorer", scorer)
                .register(registry);
        refused = registry.counter("flames.scoring.queue.refused", "scorer", scorer);
        failed = registry.counter("flames.scoring.failed", "scorer", scorer);
    }

    private Timer timer(String name, Duration shortest, Duration longest) {
        return Timer.builder(name)
                .tag("scorer", scorer)
                .publishPercentileHistogram()
                .minimumExpectedValue(shortest)
                .maximumExpectedValue(longest)
                .register(registry);
    }

    void watch(ScorerLane lane) {
        gauges.add(Gauge.builder("flames.scoring.queue.depth", lane, ScorerLane::depth)
                .tag("scorer", scorer)
                .register(registry));
        gauges.add(Gauge.builder("flames.scoring.queue.bytes", lane, ScorerLane::queuedBytes)
                .tag("scorer", scorer)
                .register(registry));
    }

    void waited(long nanos) {
        wait.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** @param tokens of each input of the batch */
    void batch(int[] tokens, long nanos) {
        inference.record(nanos, TimeUnit.NANOSECONDS);
        size.record(tokens.length);
        long useful = 0;
        int longest = 1;
        for (int count : tokens) {
            useful += count;
            longest = Math.max(longest, count);
        }
        fill.record((double) useful / ((long) longest * tokens.length));
    }

    void refused() {
        refused.increment();
    }

    void failed(int inputs) {
        failed.increment(inputs);
    }

    /** The gauges go with their lane; what was counted stays. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
