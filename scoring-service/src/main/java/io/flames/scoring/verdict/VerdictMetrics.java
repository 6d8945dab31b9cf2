package io.flames.scoring.verdict;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what was kept and published. */
final class VerdictMetrics {
    private final Counter published;
    private final Counter republished;
    private final Counter databaseFaults;
    private final Counter brokerFaults;
    private final DistributionSummary group;

    VerdictMetrics(MeterRegistry registry) {
        published = registry.counter("flames.scoring.published");
        republished = registry.counter("flames.scoring.republished");
        databaseFaults = registry.counter("flames.scoring.faults", "server", "postgres");
        brokerFaults = registry.counter("flames.scoring.faults", "server", "kafka");
        group = DistributionSummary.builder("flames.scoring.commit.size").register(registry);
    }

    void published() {
        published.increment();
    }

    void republished() {
        republished.increment();
    }

    void databaseFault() {
        databaseFaults.increment();
    }

    void brokerFault() {
        brokerFaults.increment();
    }

    void group(int size) {
        group.record(size);
    }
}
