package io.flames.generation.dispatch;

import io.flames.generation.dispatch.DispatchPlan.Assignment;
import io.flames.generation.dispatch.DispatchPlan.Role;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What one dispatch tells of itself: that of the promoted version without a tag, a shadow with its scorer's. */
final class DispatchMetrics implements AutoCloseable {
    private final MeterRegistry registry;
    private final Counter resent;
    private final Counter throttled;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger replicas = new AtomicInteger();
    private final AtomicLong lag = new AtomicLong();
    private final List<Meter> gauges = new ArrayList<>();

    DispatchMetrics(MeterRegistry registry, Assignment assignment) {
        this.registry = registry;
        this.resent = registry.counter("flames.generation.dispatch.resent");
        this.throttled = registry.counter("flames.generation.dispatch.throttled");
        if (assignment.role() == Role.LIVE) {
            gauge("flames.generation.dispatch.replicas", replicas);
            gauge("flames.generation.dispatch.in.flight", inFlight);
            gauge("flames.generation.dispatch.lag", lag);
        } else if (assignment.role() == Role.SHADOW) {
            gauges.add(Gauge.builder("flames.generation.shadow.lag", lag, AtomicLong::get)
                    .tag("scorer", assignment.scorer())
                    .register(registry));
            gauges.add(Gauge.builder("flames.generation.shadow.in.flight", inFlight, AtomicInteger::get)
                    .tag("scorer", assignment.scorer())
                    .register(registry));
        }
    }

    private void gauge(String name, Number value) {
        gauges.add(Gauge.builder(name, value, Number::doubleValue).register(registry));
    }

    void resent(int requests) {
        resent.increment(requests);
    }

    void throttled() {
        throttled.increment();
    }

    void show(int inFlight, int replicas) {
        this.inFlight.set(inFlight);
        this.replicas.set(replicas);
    }

    void lag(long responses) {
        lag.set(responses);
    }

    long lag() {
        return lag.get();
    }

    /** The gauges go with their dispatch; what was counted stays. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
