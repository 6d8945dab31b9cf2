package io.flames.scoring.stream;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
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
    }

    void judged(Dimension dimension, Verdict verdict) {
        String slug = Dimensions.slugOf(dimension);
        if (verdict instanceof Scored scored) {
            inference.record(scored.inferenceNanos(), TimeUnit.NANOSECONDS);
            registry.counter("flames.scoring.results", "dimension", slug, "score", String.valueOf(scored.score()))
                    .increment();
            registry.counter("flames.scoring.tokens").increment(scored.tokens());
            if (scored.truncated()) {
                registry.counter("flames.scoring.truncated").increment();
            }
        } else if (verdict instanceof Unscorable unscorable) {
            registry.counter(
                            "flames.scoring.unscorable",
                            "reason",
                            unscorable.reason().name().toLowerCase(Locale.ROOT))
                    .increment();
        }
    }

    void invalid(String field) {
        registry.counter("flames.scoring.invalid", "field", field).increment();
    }
}
