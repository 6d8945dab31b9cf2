package io.flames.scoring.served;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers.StateChanged;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness over HTTP and the standard gRPC health service. The process is as ready as its default scorer; each scorer
 * has a gRPC health name of its own, {@code flames.scoring.v1.ScoringService/NAME}.
 */
@Readiness
@ApplicationScoped
class ScorerHealth implements HealthCheck {
    private static final String SERVICE = "flames.scoring.v1.ScoringService";

    private final ServedScorers served;
    private final GrpcHealthStorage grpcHealth;

    ScorerHealth(ServedScorers served, GrpcHealthStorage grpcHealth) {
        this.served = served;
        this.grpcHealth = grpcHealth;
    }

    @Override
    public HealthCheckResponse call() {
        var byDefault = served.byDefault();
        var health = HealthCheckResponse.named("scorer")
                .status(byDefault.state() instanceof Serving)
                .withData("reason", byDefault.state().reason());
        served.all().stream()
                .filter(scorer -> !scorer.byDefault())
                .forEach(scorer -> health.withData(scorer.name(), scorer.state().reason()));
        return health.build();
    }

    void atStart(@Observes @Priority(1) StartupEvent event) {
        setAll(ServingStatus.NOT_SERVING);
    }

    void atChange(@Observes StateChanged change) {
        var scorer = change.scorer();
        var status = scorer.state() instanceof Serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        grpcHealth.setStatus(SERVICE + "/" + scorer.name(), status);
        if (scorer.byDefault()) {
            grpcHealth.setStatus(GrpcHealthStorage.DEFAULT_SERVICE_NAME, status);
            grpcHealth.setStatus(SERVICE, status);
        }
    }

    void atStop(@Observes @Priority(1) ShutdownEvent event) {
        setAll(ServingStatus.NOT_SERVING);
    }

    private void setAll(ServingStatus status) {
        grpcHealth.setStatus(GrpcHealthStorage.DEFAULT_SERVICE_NAME, status);
        grpcHealth.setStatus(SERVICE, status);
        served.all().forEach(scorer -> grpcHealth.setStatus(SERVICE + "/" + scorer.name(), status));
    }
}
