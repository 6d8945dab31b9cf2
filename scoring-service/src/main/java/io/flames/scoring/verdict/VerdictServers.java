package io.flames.scoring.verdict;

import io.flames.scoring.ScoringConfig;
import io.flames.scoring.verdict.VerdictStore.Kept;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Connects verdicts with Postgres and Kafka, unless the scorer stands alone. Neither server is needed to start: the
 * schema is brought up to date as soon as Postgres is there, and what is due waits until then.
 */
@ApplicationScoped
class VerdictServers {
    private static final Logger LOG = Logger.getLogger(VerdictServers.class);

    private final ScoringConfig config;
    private final MeterRegistry registry;
    private final Instance<Pool> pool;
    private final Instance<Flyway> flyway;
    private final String bootstrapServers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "verdict-retries");
        thread.setDaemon(true);
        return thread;
    });
    private final CompletableFuture<Void> schema = new CompletableFuture<>();
    private @Nullable EventPublisher publisher;

    VerdictServers(
            ScoringConfig config,
            MeterRegistry registry,
            Instance<Pool> pool,
            Instance<Flyway> flyway,
            @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
                    String bootstrapServers) {
        this.config = config;
        this.registry = registry;
        this.pool = pool;
        this.flyway = flyway;
        this.bootstrapServers = bootstrapServers;
    }

    @Produces
    @Singleton
    VerdictLog log() {
        if (!config.keepVerdicts()) {
            return new VerdictLog.None();
        }
        var metrics = new VerdictMetrics(registry);
        var databaseFaults = new Faults("postgres");
        var brokerFaults = new Faults("kafka");
        publisher = new EventPublisher(bootstrapServers, config.retryPause(), timer, fault -> {
            metrics.brokerFault();
            brokerFaults.report(fault);
        });
        var store = new VerdictStore(pool.get());
        Consumer<Throwable> onDatabaseFault = fault -> {
            metrics.databaseFault();
            databaseFaults.report(fault);
        };
        timer.execute(() -> migrate(onDatabaseFault));
        return new KeptVerdicts(
                new GroupCommit<UUID, Optional<byte[]>>(
                        config.commitGroup(),
                        config.retryPause(),
                        ids -> afterSchema(() -> store.find(ids)),
                        timer,
                        onDatabaseFault),
                new GroupCommit<Kept, byte[]>(
                        config.commitGroup(),
                        config.retryPause(),
                        verdicts -> {
                            metrics.group(verdicts.size());
                            return store.keep(verdicts);
                        },
                        timer,
                        onDatabaseFault),
                publisher,
                metrics);
    }

    @Produces
    @Singleton
    ClassShares classShares() {
        return config.keepVerdicts() ? new ClassShareStore(pool.get()) : new ClassShares.None();
    }

    /** The schema is there; verdicts can be kept as far as the schema goes. */
    boolean schemaReady() {
        return schema.isDone();
    }

    private <T> CompletionStage<List<T>> afterSchema(Supplier<CompletionStage<List<T>>> statement) {
        return schema.thenCompose(ready -> statement.get());
    }

    private void migrate(Consumer<Throwable> onFault) {
        try {
            flyway.get().migrate();
            schema.complete(null);
            LOG.info("Schema is up to date database=flames_scoring");
        } catch (RuntimeException fault) {
            onFault.accept(fault);
            timer.schedule(() -> migrate(onFault), 1, TimeUnit.SECONDS);
        }
    }

    /** After the streams have drained. */
    void stop(@Observes @Priority(3000) ShutdownEvent event) {
        if (publisher != null) {
            publisher.close();
        }
        timer.shutdownNow();
    }
}
