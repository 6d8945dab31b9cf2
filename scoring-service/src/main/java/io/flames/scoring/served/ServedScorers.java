package io.flames.scoring.served;

import io.flames.scoring.ScoringConfig;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.lane.LaneFullException;
import io.flames.scoring.lane.LaneMetrics;
import io.flames.scoring.lane.ScorerLane;
import io.flames.scoring.scorer.Peers;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.served.ServedScorer.Refused;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorer.State;
import io.flames.scoring.served.ServedScorer.Tested;
import io.flames.scoring.verdict.VerdictLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The scorers of this process. Each is loaded in the background at start and serves only after its golden items came out
 * as recorded. They are scored again every hour, through the scorer's own queue; a scorer that fails them serves nobody
 * until it passes again.
 */
@ApplicationScoped
public class ServedScorers implements Peers {
    private static final Logger LOG = Logger.getLogger(ServedScorers.class);
    private static final Duration PEER_PATIENCE = Duration.ofMinutes(5);
    private static final long PEER_PAUSE_MS = 50;

    private final ScoringConfig config;
    private final Registrations registrations;
    private final Event<StateChanged> changes;
    private final MeterRegistry metrics;
    private final GoldenRuns golden;
    private final ScorerLoader loader;
    private final Map<String, ServedScorer> scorers = new TreeMap<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, task -> {
        var thread = new Thread(task, "scorer-tests");
        thread.setDaemon(true);
        return thread;
    });

    ServedScorers(ScoringConfig config, VerdictLog log, Event<StateChanged> changes, MeterRegistry metrics) {
        this.config = config;
        this.registrations = new Registrations(log);
        this.changes = changes;
        this.metrics = metrics;
        this.golden = new GoldenRuns(metrics, Clock.systemUTC());
        this.loader = new ScorerLoader(config, this, metrics);
        loader.kinds()
                .forEach((name, kind) ->
                        scorers.put(name, new ServedScorer(name, kind, name.equals(config.defaultScorer()))));
        if (!scorers.containsKey(config.defaultScorer())) {
            throw new IllegalArgumentException("flames.scoring.default-scorer is \"" + config.defaultScorer()
                    + "\", expected one of " + String.join(", ", scorers.keySet()));
        }
        scorers.values().forEach(golden::watch);
    }

    /** In the order of their names. */
    public List<ServedScorer> all() {
        return List.copyOf(scorers.values());
    }

    /** @param name empty: the default scorer */
    public Optional<ServedScorer> find(String name) {
        return Optional.ofNullable(scorers.get(name.isEmpty() ? config.defaultScorer() : name));
    }

    public ServedScorer byDefault() {
        return find("").orElseThrow();
    }

    void start(@Observes StartupEvent event) {
        for (ServedScorer scorer : scorers.values()) {
            var starter = new Thread(() -> load(scorer), scorer.name() + "-start");
            starter.setDaemon(true);
            starter.start();
        }
    }

    private void load(ServedScorer scorer) {
        try {
            become(scorer, firstTest(scorer, loader.load(scorer.name())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ScorerUnavailableException | LaneFullException away) {
            LOG.warnf("Scorer is away, tried again scorer=%s reason=%s", scorer.name(), away.getMessage());
            become(scorer, new Refused(away.getMessage(), Optional.empty(), Optional.empty()));
            timer.schedule(() -> load(scorer), config.goldenRetry().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException | LinkageError fault) {
            LOG.errorf(fault, "Scorer does not load scorer=%s", scorer.name());
            become(
                    scorer,
                    new Refused("the scorer does not load: " + fault.getMessage(), Optional.empty(), Optional.empty()));
        }
    }

    /** Leaves nothing behind when the items cannot be scored: the scorer is loaded anew then. */
    private State firstTest(ServedScorer scorer, LoadedScorer loaded) {
        var lane = new ScorerLane(
                loaded.scorer(),
                loaded.shape(),
                new ScorerLane.Bounds(config.queueItems(), config.queueBytes()),
                new LaneMetrics(metrics, scorer.name()));
        try {
            return judged(scorer, new Serving(lane, golden.run(loaded, lane)));
        } catch (RuntimeException fault) {
            lane.close();
            loaded.scorer().close();
            throw fault;
        }
    }

    private State judged(ServedScorer scorer, Serving tested) {
        var result = tested.test().result();
        var identity = tested.loaded().scorer().identity();
        if (!result.passed()) {
            LOG.errorf(
                    "Scorer is refused scorer=%s version=%d digest=%s reason=%s",
                    scorer.name(), identity.version(), identity.digest(), result.summary());
            again(scorer, tested, config.goldenRetry());
            return new Refused(result.summary(), Optional.of(tested.test()), Optional.of(tested));
        }
        if (!(scorer.state() instanceof Serving)) {
            LOG.infof(
                    "Scorer serves scorer=%s version=%d digest=%s goldenItems=%d agreed=%d widestLogitDistance=%s",
                    scorer.name(),
                    identity.version(),
                    identity.digest(),
                    result.items(),
                    result.agreed(),
                    result.widest().isPresent()
                            ? "%.4f".formatted(result.widest().getAsDouble())
                            : "none");
            registrations.register(scorer, tested.loaded());
        }
        again(scorer, tested, config.goldenEvery());
        return tested;
    }

    private void again(ServedScorer scorer, Serving tested, Duration after) {
        timer.schedule(() -> testAgain(scorer, tested), after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void testAgain(ServedScorer scorer, Serving before) {
        try {
            become(scorer, judged(scorer, new Serving(before.lane(), golden.run(before.loaded(), before.lane()))));
        } catch (LaneFullException full) {
            LOG.infof("No room for golden items, tried again scorer=%s", scorer.name());
            again(scorer, before, config.goldenRetry());
        } catch (RuntimeException | LinkageError fault) {
            LOG.warnf("Golden items could not be scored scorer=%s reason=%s", scorer.name(), fault.getMessage());
            become(
                    scorer,
                    new Refused(
                            "the golden items could not be scored: " + fault.getMessage(),
                            Optional.of(before.test()),
                            Optional.of(before)));
            again(scorer, before, config.goldenRetry());
        }
    }

    /** Runs the golden items now. Empty while the scorer loads or when it did not load. */
    public Optional<Tested> testNow(ServedScorer scorer) {
        return serving(scorer.state()).map(now -> golden.run(now.loaded(), now.lane()));
    }

    private static Optional<Serving> serving(State state) {
        if (state instanceof Serving serving) {
            return Optional.of(serving);
        }
        return state instanceof Refused refused ? refused.serving() : Optional.empty();
    }

    private void become(ServedScorer scorer, State next) {
        scorer.become(next);
        changes.fire(new StateChanged(scorer));
    }

    @Override
    public CompletableFuture<Verdict> score(String name, ScoringInput input) {
        var scorer = find(name);
        if (scorer.isEmpty() || !(scorer.get().state() instanceof Serving serving)) {
            return CompletableFuture.failedFuture(new ScorerUnavailableException("scorer " + name + " is not ready: "
                    + scorer.map(s -> s.state().reason()).orElse("there is none of that name")));
        }
        return PeerWork.submit(serving.lane(), serving.loaded().scorer().prepare(input), this);
    }

    @Override
    public ScorerIdentity awaitServing(String name) throws InterruptedException {
        var scorer = find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no scorer \"" + name + "\", expected one of " + String.join(", ", scorers.keySet())));
        long deadline = System.nanoTime() + PEER_PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (scorer.state() instanceof Serving serving) {
                return serving.loaded().scorer().identity();
            }
            if (scorer.state() instanceof Refused refused) {
                throw new ScorerUnavailableException("scorer " + name + " is not ready: " + refused.reason());
            }
            Thread.sleep(PEER_PAUSE_MS);
        }
        throw new ScorerUnavailableException("scorer " + name + " is not ready after " + PEER_PATIENCE);
    }

    /** After the streams have drained. */
    void stop(@Observes @Priority(2000) ShutdownEvent event) {
        timer.shutdownNow();
        var open = new ArrayList<Serving>();
        scorers.values().forEach(scorer -> serving(scorer.state()).ifPresent(open::add));
        open.forEach(serving -> serving.lane().close());
        open.forEach(serving -> serving.loaded().scorer().close());
    }

    /** A scorer serves from now on, or serves no longer. */
    public record StateChanged(ServedScorer scorer) {}
}
