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
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Counts what the workers judged. */
final class StreamMetrics {
    private final MeterRegistry registry;
    private final Counter refused;

    /** @param scorers names of the scorers at hand */
    StreamMetrics(MeterRegistry registry, Set<String> scorers, Supplier<Number> openStreams, Supplier<Number> inWork) {
        this.registry = registry;
        this.refused = registry.counter("flames.scoring.in.work.refused");
        Gauge.builder("flames.scoring.streams", openStreams).register(registry);
        Gauge.builder("flames.scoring.in.work", inWork).register(registry);
        scorers.forEach(this::registerCounters);
    }

    /** From zero on, so that a rate sees the first one too and an alert finds its series. */
    private void registerCounters(String scorer) {
        inference(scorer);
        for (Dimension dimension : Dimensions.ALL) {
            Dimensions.scoresOf(dimension).forEach(score -> results(scorer, dimension, score));
        }
        for (Verdict.Reason reason : Verdict.Reason.values()) {
            unscorable(scorer, reason);
        }
        truncated(scorer);
    }

    private Timer inference(String scorer) {
        return Timer.builder("flames.scoring.inference")
                .tag("scorer", scorer)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                // Judges take their time.
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
    }

    private Counter results(String scorer, Dimension dimension, int score) {
        return registry.counter(
                "flames.scoring.results",
                "scorer",
                scorer,
                "dimension",
                Dimensions.slugOf(dimension),
                "score",
                String.valueOf(score));
    }

    private Counter unscorable(String scorer, Verdict.Reason reason) {
        return registry.counter(
                "flames.scoring.unscorable",
                "scorer",
                scorer,
                "reason",
                reason.name().toLowerCase(Locale.ROOT));
    }

    private Counter truncated(String scorer) {
        return registry.counter("flames.scoring.truncated", "scorer", scorer);
    }

    void judged(String scorer, Dimension dimension, Verdict verdict) {
        if (verdict instanceof Scored scored) {
            inference(scorer).record(scored.inferenceNanos(), TimeUnit.NANOSECONDS);
            results(scorer, dimension, scored.score()).increment();
            registry.counter("flames.scoring.tokens", "scorer", scorer).increment(scored.tokens());
            if (scored.truncated()) {
                truncated(scorer).increment();
            }
        } else if (verdict instanceof Unscorable unscorable) {
            unscorable(scorer, unscorable.reason()).increment();
        }
    }

    /** More in work than the service may have. */
    void refused() {
        refused.increment();
    }

    void invalid(String field) {
        registry.counter("flames.scoring.invalid", "field", field).increment();
    }
}
