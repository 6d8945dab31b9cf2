package io.flames.scoring.golden;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.flames.scoring.golden.ServedScorer.Serving;
import io.flames.scoring.golden.ServedScorer.State;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness over HTTP and the standard gRPC health service, both from the scorer's state. */
@Readiness
@ApplicationScoped
class ScorerHealth implements HealthCheck {
    private static final String SERVICE = "flames.scoring.v1.ScoringService";

    private final ServedScorer served;
    private final GrpcHealthStorage grpcHealth;

    ScorerHealth(ServedScorer served, GrpcHealthStorage grpcHealth) {
        this.served = served;
        this.grpcHealth = grpcHealth;
    }

    @Override
    public HealthCheckResponse call() {
        State state = served.state();
        return HealthCheckResponse.named("scorer")
                .status(state instanceof Serving)
                .withData("reason", state.reason())
                .build();
    }

    void atStart(@Observes @Priority(1) StartupEvent event) {
        set(ServingStatus.NOT_SERVING);
    }

    void atChange(@Observes State state) {
        set(state instanceof Serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    void atStop(@Observes @Priority(1) ShutdownEvent event) {
        set(ServingStatus.NOT_SERVING);
    }

    private void set(ServingStatus status) {
        grpcHealth.setStatus(GrpcHealthStorage.DEFAULT_SERVICE_NAME, status);
        grpcHealth.setStatus(SERVICE, status);
    }
}
