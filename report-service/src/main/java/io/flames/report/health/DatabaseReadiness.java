package io.flames.report.health;

import io.flames.report.store.ReportStore;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports are read from the database: without it nothing can be shown. Bounded to 2 s. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements HealthCheck {
    private final ReportStore store;

    DatabaseReadiness(ReportStore store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        var check = HealthCheckResponse.named("database");
        try {
            store.ping();
            return check.up().build();
        } catch (RuntimeException away) {
            return check.down().build();
        }
    }
}
