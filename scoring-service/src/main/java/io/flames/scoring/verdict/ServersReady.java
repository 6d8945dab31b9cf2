package io.flames.scoring.verdict;

import io.flames.scoring.ScoringConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.ClientUtils;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when Postgres answers with our schema in place and a broker accepts connections, each within two seconds. */
@Readiness
@ApplicationScoped
class ServersReady implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ScoringConfig config;
    private final VerdictServers servers;
    private final Instance<Pool> pool;
    private final String bootstrapServers;

    ServersReady(
            ScoringConfig config,
            VerdictServers servers,
            Instance<Pool> pool,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.config = config;
        this.servers = servers;
        this.pool = pool;
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public HealthCheckResponse call() {
        var health = HealthCheckResponse.named("servers");
        if (!config.keepVerdicts()) {
            return health.up().withData("mode", "standalone").build();
        }
        boolean postgres = servers.schemaReady() && databaseAnswers();
        boolean kafka = brokerAccepts();
        return health.status(postgres && kafka)
                .withData("postgres", postgres ? "answers" : "away")
                .withData("kafka", kafka ? "accepts connections" : "away")
                .build();
    }

    private boolean databaseAnswers() {
        try {
            return pool.get()
                    .query("select 1")
                    .execute()
                    .map(rows -> true)
                    .ifNoItem()
                    .after(PATIENCE)
                    .recoverWithItem(false)
                    .onFailure()
                    .recoverWithUni(fault -> Uni.createFrom().item(false))
                    .await()
                    .atMost(PATIENCE.plusSeconds(1));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private boolean brokerAccepts() {
        try {
            return ClientUtils.parseAndValidateAddresses(List.of(bootstrapServers.split(",")), "use_all_dns_ips")
                    .stream()
                    .anyMatch(ServersReady::accepts);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static boolean accepts(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, (int) PATIENCE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
