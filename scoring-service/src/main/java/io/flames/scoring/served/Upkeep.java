package io.flames.scoring.served;

import io.flames.scoring.ScoringConfig;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.lane.LaneFullException;
import io.flames.scoring.lane.LaneMetrics;
import io.flames.scoring.lane.ScorerLane;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.served.ServedScorer.Refused;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorer.State;
import io.flames.scoring.served.ServedScorer.Tested;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Loads scorers, tests them, and tests them again every hour, through the scorer's own queue: each serves only after its
 * golden items came out as recorded, and one that fails them serves nobody until it passes again.
 */
final class Upkeep {
    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    private final ScoringConfig config;
    private final ScorerLoader loader;
    private final ScorerSwitch desk;
    private final Registrations registrations;
    private final Consumer<ServedScorer> changed;
    private final MeterRegistry metrics;
    private final GoldenRuns golden;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, task -> {
        var thread = new Thread(task, "scorer-tests");
        thread.setDaemon(true);
        return thread;
    });

    /** @param changed is told of each scorer whose state is another than before */
    Upkeep(
            ScoringConfig config,
            ScorerLoader loader,
            ScorerSwitch desk,
            Registrations registrations,
            Consumer<ServedScorer> changed,
            MeterRegistry metrics) {
        this.config = config;
        this.loader = loader;
        this.desk = desk;
        this.registrations = registrations;
        this.changed = changed;
        this.metrics = metrics;
        this.golden = new GoldenRuns(metrics, Clock.systemUTC());
    }

    /** Shows what becomes of the scorer in the metrics. */
    void watch(ServedScorer scorer) {
        golden.watch(scorer);
    }

    /** Loads the scorer in the background, and serves it when its golden items came out as recorded. */
    void start(ServedScorer scorer) {
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
            become(scorer, Refused.untested(away.getMessage()));
            timer.schedule(() -> load(scorer), config.goldenRetry().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException | LinkageError fault) {
            LOG.errorf(fault, "Scorer does not load scorer=%s", scorer.name());
            become(scorer, Refused.untested("the scorer does not load: " + fault.getMessage()));
        }
    }

    private LoadedScorer opened(ServedScorer scorer) throws InterruptedException {
        return scorer.source().isPresent() ? scorer.source().get().get() : loader.load(scorer.name());
    }

    ScorerLane lane(LoadedScorer loaded, LaneMetrics laneMetrics) {
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
    Optional<Tested> testNow(ServedScorer scorer) {
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
        var working = serving(next);
        if (!desk.has(scorer) && working.isPresent()) {
            close(working.get());
            forget(scorer.name());
            return;
        }
        scorer.become(next);
        changed.accept(scorer);
    }

    /** Lets a scorer go that the switch knows no longer: what waits for it is dropped unscored, and its memory is free. */
    void withdraw(ServedScorer scorer) {
        var last = scorer.state();
        become(scorer, Refused.untested("it was withdrawn"));
        serving(last).ifPresent(Upkeep::close);
        forget(scorer.name());
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

    /** Ends all work, then frees what it ran on: a member of an ensemble may still be asked by another scorer's worker. */
    void stop() {
        timer.shutdownNow();
        var open = desk.all().stream()
                .flatMap(scorer -> serving(scorer.state()).stream())
                .toList();
        open.forEach(serving -> serving.lane().close());
        open.forEach(serving -> serving.loaded().scorer().close());
    }
}
