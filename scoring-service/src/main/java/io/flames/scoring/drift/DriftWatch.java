package io.flames.scoring.drift;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.ScoringConfig;
import io.flames.scoring.drift.DimensionDrift.Day;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.flames.scoring.served.ServedScorers.StateChanged;
import io.flames.scoring.verdict.ClassShare;
import io.flames.scoring.verdict.ClassShares;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks at the days' class shares once a minute, in the background, and keeps the last look: pages and metrics never wait
 * for the database. While it is away the last look stays.
 */
@ApplicationScoped
public class DriftWatch {
    private static final Logger LOG = Logger.getLogger(DriftWatch.class);
    /** Beside the days of the baseline. */
    private static final int RECENT_DAYS = 30;

    private final ScoringConfig config;
    private final ServedScorers served;
    private final ClassShares shares;
    private final DriftRule rule;
    private final Clock clock = Clock.systemUTC();
    private final MeterRegistry metrics;
    private final Set<ServedScorer> watched =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "drift-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Map<UUID, ScorerDrift> newest = Map.of();

    DriftWatch(ScoringConfig config, ServedScorers served, ClassShares shares, MeterRegistry metrics) {
        this.config = config;
        this.served = served;
        this.shares = shares;
        this.rule = new DriftRule(config.driftBaseline(), config.driftLeast());
        this.metrics = metrics;
        served.all().forEach(this::watch);
    }

    /** Registered versions come later. */
    void atChange(@Observes StateChanged change) {
        if (change.scorer().state() instanceof Serving) {
            watch(change.scorer());
        }
    }

    private void watch(ServedScorer scorer) {
        if (watched.add(scorer)) {
            Dimensions.ALL.forEach(dimension -> watch(metrics, scorer, dimension));
        }
    }

    private void watch(MeterRegistry metrics, ServedScorer scorer, Dimension dimension) {
        Gauge.builder("flames.scoring.drift.psi", () -> today(scorer, dimension)
                        .flatMap(day -> day.psi().stream().boxed().findFirst())
                        .orElse(Double.NaN))
                .tag("scorer", scorer.name())
                .tag("dimension", Dimensions.slugOf(dimension))
                .register(metrics);
        Gauge.builder("flames.scoring.drift.verdicts", () -> today(scorer, dimension)
                        .map(day -> day.counts().total())
                        .orElse(0L))
                .tag("scorer", scorer.name())
                .tag("dimension", Dimensions.slugOf(dimension))
                .register(metrics);
    }

    private Optional<Day> today(ServedScorer scorer, Dimension dimension) {
        return of(scorer)
                .flatMap(drift -> drift.of(dimension))
                .flatMap(drift -> drift.on(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    }

    /** Of the version that is served now. Empty before it was looked at, and where no verdicts are kept. */
    public Optional<ScorerDrift> of(ServedScorer scorer) {
        return versionOf(scorer).flatMap(version -> Optional.ofNullable(newest.get(version)));
    }

    private static Optional<UUID> versionOf(ServedScorer scorer) {
        return scorer.state()
                .tested()
                .map(tested -> tested.loaded().scorer().identity().id());
    }

    void start(@Observes StartupEvent event) {
        if (config.keepVerdicts()) {
            timer.scheduleWithFixedDelay(this::look, 0, config.driftEvery().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            Map<UUID, ScorerDrift> looked = new HashMap<>();
            for (ServedScorer scorer : served.all()) {
                versionOf(scorer).ifPresent(version -> looked.put(version, nothing(version)));
            }
            List<ClassShare> read = shares.read(looked.keySet(), config.driftBaseline(), RECENT_DAYS)
                    .toCompletableFuture()
                    .join();
            looked.replaceAll((version, empty) -> ScorerDrift.of(version, clock.instant(), rule, read));
            newest = Map.copyOf(looked);
        } catch (RuntimeException away) {
            LOG.debugf(away, "Class shares could not be read database=flames_scoring");
        }
    }

    private ScorerDrift nothing(UUID version) {
        return new ScorerDrift(version, clock.instant(), List.of());
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }
}
