package io.flames.annotation.health;

import io.flames.annotation.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Labels are stored in the database: without it nobody can work. Bounded to 2 s. */
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
