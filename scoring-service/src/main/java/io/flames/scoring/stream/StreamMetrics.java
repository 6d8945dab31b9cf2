package io.flames.scoring.stream;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Counts what the workers judged. */
final class StreamMetrics {
    private final MeterRegistry registry;
    private final Timer inference;

    StreamMetrics(MeterRegistry registry, Supplier<Number> queueDepth, Supplier<Number> openStreams) {
        this.registry = registry;
        this.inference = Timer.builder("flames.scoring.inference")
                .publishPercentileHistogram()
                .minimumExpectedValue(java.time.Duration.ofMillis(1))
                .maximumExpectedValue(java.time.Duration.ofSeconds(1))
                .register(registry);
        Gauge.builder("flames.scoring.queue.depth", queueDepth).register(registry);
        Gauge.builder("flames.scoring.streams", openStreams).register(registry);
        registerCounters();
    }

    /** From zero on, so that a rate sees the first one too and an alert finds its series. */
    private void registerCounters() {
        for (Dimension dimension : Dimensions.ALL) {
            Dimensions.scoresOf(dimension).forEach(score -> results(dimension, score));
        }
        for (Verdict.Reason reason : Verdict.Reason.values()) {
            unscorable(reason);
        }
    }

    private Counter results(Dimension dimension, int score) {
        return registry.counter(
                "flames.scoring.results", "dimension", Dimensions.slugOf(dimension), "score", String.valueOf(score));
    }

    private Counter unscorable(Verdict.Reason reason) {
        return registry.counter(
                "flames.scoring.unscorable", "reason", reason.name().toLowerCase(Locale.ROOT));
    }

    void judged(Dimension dimension, Verdict verdict) {
        if (verdict instanceof Scored scored) {
            inference.record(scored.inferenceNanos(), TimeUnit.NANOSECONDS);
            results(dimension, scored.score()).increment();
            registry.counter("flames.scoring.tokens").increment(scored.tokens());
            if (scored.truncated()) {
                registry.counter("flames.scoring.truncated").increment();
            }
        } else if (verdict instanceof Unscorable unscorable) {
            unscorable(unscorable.reason()).increment();
        }
    }

    void invalid(String field) {
        registry.counter("flames.scoring.invalid", "field", field).increment();
    }
}
