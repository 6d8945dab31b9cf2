package io.flames.annotation.health;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The broker answers. Bounded to 2 s. */
@Readiness
@ApplicationScoped
class BrokerReadiness implements HealthCheck {
    private static final int PATIENCE_MS = 2000;

    private final Admin admin;

    BrokerReadiness(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", PATIENCE_MS,
                "default.api.timeout.ms", PATIENCE_MS));
    }

    @Override
    public HealthCheckResponse call() {
        var check = HealthCheckResponse.named("broker");
        try {
            admin.describeCluster().nodes().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return check.up().build();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return check.down().build();
        } catch (ExecutionException | TimeoutException away) {
            return check.down().build();
        }
    }

    @PreDestroy
    void close() {
        admin.close();
    }
}
