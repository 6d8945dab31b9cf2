package io.flames.scoring.registry;

import io.flames.scoring.registry.store.StoredVersion;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** {@code flames.scoring.promoted}: 1, with the promoted version in its tags. */
@ApplicationScoped
class PromotedGauge {
    private final MeterRegistry metrics;
    private String shown = "";
    private @Nullable Gauge gauge;

    PromotedGauge(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    synchronized void show(StoredVersion version) {
        if (shown.equals(version.label())) {
            return;
        }
        if (gauge != null) {
            metrics.remove(gauge);
        }
        shown = version.label();
        gauge = Gauge.builder("flames.scoring.promoted", () -> 1)
                .tag("scorer", version.identity().name())
                .tag("version", String.valueOf(version.identity().version()))
                .register(metrics);
    }
}
