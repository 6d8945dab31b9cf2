package io.flames.scoring.registry;

import io.flames.scoring.ScoringConfig;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.registry.state.Ledger;
import io.flames.scoring.registry.state.VersionState;
import io.flames.scoring.registry.store.RegistryAwayException;
import io.flames.scoring.registry.store.StoredVersion;
import io.flames.scoring.registry.store.VersionStore;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.served.ScorerSwitch.Pointer;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Brings what this process serves in line with the registry, again and again: every replica looks for itself, so that none
 * has to be restarted or told. Makes the configured scorers known there, and the configured default the promoted version of
 * an installation that has none.
 */
@ApplicationScoped
class VersionKeeper {
    private static final Logger LOG = Logger.getLogger(VersionKeeper.class);

    private static final int TRIES_UNSAID = 3;

    private final ScoringConfig config;
    private final VersionStore store;
    private final ArtefactCache cache;
    private final ServedScorers served;
    private final RegistryEvents events;
    private final PromotedGauge gauge;
    private final Map<String, StoredVersion> kept = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "version-keeper");
        thread.setDaemon(true);
        return thread;
    });
    private int away;
    private boolean looked;

    VersionKeeper(
            ScoringConfig config,
            VersionStore store,
            ArtefactCache cache,
            ServedScorers served,
            RegistryEvents events,
            PromotedGauge gauge) {
        this.config = config;
        this.store = store;
        this.cache = cache;
        this.served = served;
        this.events = events;
        this.gauge = gauge;
    }

    void start(@Observes StartupEvent event) {
        if (config.keepVerdicts()) {
            long pause = config.registry().every().toMillis();
            timer.scheduleWithFixedDelay(this::tick, 0, pause, TimeUnit.MILLISECONDS);
        }
    }

    /** Before the scorers close. */
    void stop(@Observes @Priority(1500) ShutdownEvent event) {
        timer.shutdownNow();
    }

    /** Looks at once, after a command. */
    void soon() {
        if (config.keepVerdicts() && !timer.isShutdown()) {
            timer.execute(this::tick);
        }
    }

    private void tick() {
        try {
            look();
            away = 0;
        } catch (RegistryAwayException fault) {
            // At the start the schema comes a moment later.
            if (++away == TRIES_UNSAID) {
                LOG.warnf("The registry cannot be read, trying again reason=%s", fault.getMessage());
            }
        } catch (RuntimeException fault) {
            LOG.error("The registry could not be followed, trying again", fault);
        }
    }

    private void look() {
        var known = store.byId();
        adoptNew(known);
        var ledger = VersionStore.ledger(store.history());
        if (promoteConfigured(ledger, known)) {
            ledger = VersionStore.ledger(store.history());
        }
        serve(wanted(ledger, known), ledger);
        point(ledger, known);
        events.publishDue();
    }

    private void adoptNew(Map<UUID, StoredVersion> known) {
        for (ServedScorer scorer : served.all()) {
            if (scorer.isRegistered() || !(scorer.state() instanceof Serving serving)) {
                continue;
            }
            var identity = serving.loaded().scorer().identity();
            if (!known.containsKey(identity.id())) {
                var card = serving.loaded().card();
                store.adopt(identity, scorer.kind(), card.isEmpty() ? "" : card.toString());
            }
        }
    }

    /** As {@link Ledger#atStart} decides; only the first look after a start can overturn an earlier configured default. */
    private boolean promoteConfigured(Ledger ledger, Map<UUID, StoredVersion> known) {
        var byConfiguration = served.all().stream()
                .filter(scorer -> !scorer.isRegistered() && scorer.name().equals(config.defaultScorer()))
                .findFirst()
                .map(ServedScorer::state);
        if (byConfiguration.isEmpty() || !(byConfiguration.get() instanceof Serving serving)) {
            return false;
        }
        var configured = serving.loaded().scorer().identity().id();
        var promoted = ledger.promoted();
        boolean gone = !looked && promoted.isPresent() && isGone(promoted.get(), known);
        looked = looked || promoted.isEmpty() || !isLoading(promoted.get(), known);
        if (ledger.atStart(configured, gone).isEmpty()) {
            return false;
        }
        return store.decide(
                        now -> now.promoted().equals(promoted) ? now.atStart(configured, gone) : Optional.empty(),
                        "configuration")
                .isPresent();
    }

    /** Nobody knows yet whether it is the promoted version. */
    private boolean isLoading(UUID promoted, Map<UUID, StoredVersion> known) {
        return namesakes(promoted, known).anyMatch(state -> state.tested().isEmpty());
    }

    private boolean isGone(UUID promoted, Map<UUID, StoredVersion> known) {
        var version = known.get(promoted);
        return version != null
                && version.configured()
                && namesakes(promoted, known).noneMatch(state -> state.tested()
                        .map(tested -> tested.loaded().scorer().identity().id().equals(promoted))
                        .orElse(true));
    }

    private Stream<ServedScorer.State> namesakes(UUID promoted, Map<UUID, StoredVersion> known) {
        var version = known.get(promoted);
        return served.all().stream()
                .filter(scorer -> version != null
                        && scorer.name().equals(version.identity().name()))
                .map(ServedScorer::state);
    }

    /** In the order of their importance, no more than may be loaded. */
    private Map<String, StoredVersion> wanted(Ledger ledger, Map<UUID, StoredVersion> known) {
        var ids = new ArrayList<UUID>();
        ledger.promoted().ifPresent(ids::add);
        ids.addAll(ledger.shadows());
        ledger.before().ifPresent(ids::add);
        var wanted = new LinkedHashMap<String, StoredVersion>();
        ids.stream()
                .distinct()
                .flatMap(id -> Optional.ofNullable(known.get(id)).stream())
                .filter(version -> !version.configured())
                .limit(config.registry().loaded())
                .forEach(version -> wanted.put(version.label(), version));
        return wanted;
    }

    private void serve(Map<String, StoredVersion> wanted, Ledger ledger) {
        for (var gone : List.copyOf(kept.values())) {
            if (!wanted.containsKey(gone.label())) {
                LOG.infof("Scorer version is let go scorer=%s", gone.label());
                kept.remove(gone.label());
                served.withdraw(gone.label());
                cache.drop(gone);
            }
        }
        wanted.forEach((label, version) -> {
            if (kept.putIfAbsent(label, version) == null) {
                LOG.infof(
                        "Scorer version is loaded scorer=%s digest=%s",
                        label, version.identity().digest());
                served.serve(label, version.kind(), () -> open(version));
            }
            boolean shadow = ledger.state(version.id()).orElseThrow() instanceof VersionState.Shadow;
            served.limitWorkers(label, shadow ? config.registry().shadowWorkers() : Integer.MAX_VALUE);
        });
    }

    private LoadedScorer open(StoredVersion version) {
        try {
            var identity = version.identity();
            var loaded = served.open(identity.name(), identity.version(), cache.folderOf(version));
            if (!loaded.scorer().identity().equals(identity)) {
                loaded.scorer().close();
                throw new IllegalArgumentException("the files make another scorer here, with digest "
                        + loaded.scorer().identity().digest() + ", expected " + identity.digest());
            }
            return loaded;
        } catch (IOException | RegistryAwayException fault) {
            throw new ScorerUnavailableException(
                    "the files of " + version.label() + " could not be read: " + fault.getMessage(), fault);
        }
    }

    private void point(Ledger ledger, Map<UUID, StoredVersion> known) {
        var promoted = ledger.promoted().map(known::get);
        Pointer pointer = promoted.<Pointer>map(version -> new Pointer.Version(
                        version.id(),
                        version.identity().name(),
                        version.identity().version()))
                .orElseGet(Pointer.None::new);
        served.point(pointer);
        promoted.ifPresent(gauge::show);
    }
}
