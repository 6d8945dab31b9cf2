package io.flames.report.health;

import io.flames.report.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports are read from the database: without it nothing can be shown. Bounded to 2 s. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements HealthCheck {
    private final Database database;

    DatabaseReadiness(Database database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        var check = HealthCheckResponse.named("database");
        try {
            database.ping();
            return check.up().build();
        } catch (RuntimeException away) {
            return check.down().build();
        }
    }
}
