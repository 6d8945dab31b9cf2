package io.flames.scoring.served;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.scoring.ScoringConfig;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.SelfTest;
import io.flames.scoring.lane.LaneFullException;
import io.flames.scoring.lane.LaneMetrics;
import io.flames.scoring.lane.ScorerLane;
import io.flames.scoring.scorer.Peers;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.served.ScorerSwitch.Pointer;
import io.flames.scoring.served.ServedScorer.Refused;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorer.State;
import io.flames.scoring.served.ServedScorer.Tested;
import io.flames.scoring.verdict.VerdictLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    private final ScorerSwitch desk;
    private final Map<String, ServedScorer> scorers;
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
        this.desk = new ScorerSwitch(loader.kinds(), config.defaultScorer(), config.keepVerdicts());
        this.scorers = desk.configured();
        scorers.values().forEach(golden::watch);
    }

    /** Those of the configuration, then the registered versions, each in the order of their names. */
    public List<ServedScorer> all() {
        return desk.all();
    }

    /**
     * @param name of a scorer, such as {@code onnx-heads}: its promoted version, or else the configured one; with a number,
     *     such as {@code onnx-heads@4}, that very version; empty: the promoted version of the installation
     */
    public Optional<ServedScorer> find(String name) {
        return desk.find(name);
    }

    public ServedScorer byDefault() {
        return find("").orElseThrow();
    }

    /** False until it is known which version is promoted: a verdict that is to be kept has to wait for it. */
    public boolean isSettled(String name) {
        return desk.isSettled() || name.contains("@");
    }

    /** The scorer whose golden items passed as this version. */
    public Optional<ServedScorer> serving(UUID version) {
        return all().stream()
                .filter(scorer -> scorer.state() instanceof Serving serving
                        && serving.loaded().scorer().identity().id().equals(version))
                .findFirst();
    }

    /**
     * Loads a registered version beside the others, in the background, and serves it when its golden items came out as
     * recorded.
     *
     * @param label such as {@code onnx-heads@4}
     * @param source opens it; may take its time
     */
    public void serve(String label, String kind, Supplier<LoadedScorer> source) {
        var scorer = new ServedScorer(label, kind, Optional.of(source));
        desk.add(scorer);
        golden.watch(scorer);
        start(scorer);
    }

    /** Lets a registered version go: what waits for it is dropped unscored, and its memory is free. */
    public void withdraw(String label) {
        desk.remove(label).ifPresent(scorer -> {
            var last = scorer.state();
            become(scorer, new Refused("it was withdrawn", Optional.empty(), Optional.empty()));
            serving(last).ifPresent(ServedScorers::close);
            forget(label);
        });
    }

    /** How many workers of a registered version may work at a time. */
    public void limitWorkers(String label, int most) {
        desk.find(label).ifPresent(scorer -> scorer.limitWorkers(most));
    }

    /** Which version requests without a number mean from now on. */
    public void point(Pointer promoted) {
        if (desk.point(promoted)) {
            changes.fire(new StateChanged(byDefault()));
        }
    }

    /**
     * Loads a scorer and scores its golden items, without serving it; leaves nothing behind.
     *
     * @throws RuntimeException as the scorer does when it cannot score them
     */
    public Trial tryOut(Supplier<LoadedScorer> source) {
        LoadedScorer loaded = source.get();
        var trial = new SimpleMeterRegistry();
        try (var lane = lane(loaded, new LaneMetrics(trial, "trial"))) {
            var result =
                    new GoldenRuns(trial, Clock.systemUTC()).run(loaded, lane).result();
            return new Trial(loaded.scorer().identity(), loaded.scorer().kind(), loaded.card(), result);
        } finally {
            loaded.scorer().close();
            trial.close();
        }
    }

    /**
     * Opens the weights that lie in a folder, as a version of a scorer.
     *
     * @throws IllegalArgumentException when they are no weights of a kind that is known
     */
    public LoadedScorer open(String name, int version, Path folder) {
        return loader.folder(name, version, folder);
    }

    private void forget(String label) {
        metrics.getMeters().stream()
                .filter(meter -> label.equals(meter.getId().getTag("scorer")))
                .forEach(metrics::remove);
    }

    private static void close(Serving serving) {
        serving.lane().close();
        serving.loaded().scorer().close();
    }

    void start(@Observes StartupEvent event) {
        scorers.values().forEach(this::start);
    }

    private void start(ServedScorer scorer) {
        var starter = new Thread(() -> load(scorer), scorer.name() + "-start");
        starter.setDaemon(true);
        starter.start();
    }

    private void load(ServedScorer scorer) {
        try {
            become(scorer, firstTest(scorer, opened(scorer)));
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

    private LoadedScorer opened(ServedScorer scorer) throws InterruptedException {
        return scorer.source().isPresent() ? scorer.source().get().get() : loader.load(scorer.name());
    }

    private ScorerLane lane(LoadedScorer loaded, LaneMetrics laneMetrics) {
        return new ScorerLane(
                loaded.scorer(),
                loaded.shape(),
                new ScorerLane.Bounds(config.queueItems(), config.queueBytes()),
                laneMetrics);
    }

    /** Leaves nothing behind when the items cannot be scored: the scorer is loaded anew then. */
    private State firstTest(ServedScorer scorer, LoadedScorer loaded) {
        var lane = lane(loaded, new LaneMetrics(metrics, scorer.name()));
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
        if (!desk.has(scorer)) {
            return;
        }
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

    /** A version that was withdrawn meanwhile is let go: nobody else would. */
    private void become(ServedScorer scorer, State next) {
        if (!desk.has(scorer) && serving(next).isPresent()) {
            serving(next).ifPresent(ServedScorers::close);
            forget(scorer.name());
            return;
        }
        scorer.become(next);
        changes.fire(new StateChanged(scorer));
    }

    @Override
    public CompletableFuture<Verdict> score(String name, ScoringInput input) {
        // A member is what the ensemble was made of, whatever is promoted meanwhile.
        var scorer = Optional.ofNullable(scorers.get(name));
        if (scorer.isEmpty() || !(scorer.get().state() instanceof Serving serving)) {
            return CompletableFuture.failedFuture(new ScorerUnavailableException("scorer " + name + " is not ready: "
                    + scorer.map(s -> s.state().reason()).orElse("there is none of that name")));
        }
        return PeerWork.submit(serving.lane(), serving.loaded().scorer().prepare(input), this);
    }

    /**
     * Judges by one version, in its own queue.
     *
     * @param stream whose share of the workers it takes
     * @return fails with {@link ScorerUnavailableException} when the version does not serve here now
     */
    public CompletableFuture<Verdict> score(UUID version, ScoringInput input, Object stream) {
        var scorer = serving(version);
        if (scorer.isEmpty() || !(scorer.get().state() instanceof Serving serving)) {
            return CompletableFuture.failedFuture(
                    new ScorerUnavailableException("scorer version " + version + " does not serve here now"));
        }
        return PeerWork.submit(serving.lane(), serving.loaded().scorer().prepare(input), stream);
    }

    @Override
    public ScorerIdentity awaitServing(String name) throws InterruptedException {
        var scorer = Optional.ofNullable(scorers.get(name))
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
        desk.all().forEach(scorer -> serving(scorer.state()).ifPresent(open::add));
        open.forEach(serving -> serving.lane().close());
        open.forEach(serving -> serving.loaded().scorer().close());
    }

    /**
     * What a scorer that is not served turned out to be.
     *
     * @param card model card; an empty object where there is none
     */
    public record Trial(ScorerIdentity identity, String kind, JsonNode card, SelfTest.Result result) {}

    /** A scorer serves from now on, or serves no longer, or is another one's default. */
    public record StateChanged(ServedScorer scorer) {}
}
