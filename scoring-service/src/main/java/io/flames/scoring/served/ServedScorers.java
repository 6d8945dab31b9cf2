package io.flames.scoring.served;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.scoring.ScoringConfig;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.SelfTest;
import io.flames.scoring.lane.LaneMetrics;
import io.flames.scoring.scorer.Peers;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.served.ScorerSwitch.Pointer;
import io.flames.scoring.served.ServedScorer.Refused;
import io.flames.scoring.served.ServedScorer.Serving;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The scorers of this process, by what requests name, and to each other. {@link Upkeep} loads and tests them: each serves only
 * while its golden items come out as recorded.
 */
@ApplicationScoped
public class ServedScorers implements Peers {
    private static final Duration PEER_PATIENCE = Duration.ofMinutes(5);
    private static final long PEER_PAUSE_MS = 50;

    private final Event<StateChanged> changes;
    private final ScorerLoader loader;
    private final ScorerSwitch desk;
    private final Upkeep upkeep;

    ServedScorers(ScoringConfig config, VerdictLog log, Event<StateChanged> changes, MeterRegistry metrics) {
        this.changes = changes;
        this.loader = new ScorerLoader(config, this, metrics);
        this.desk = new ScorerSwitch(loader.kinds(), config.defaultScorer(), config.keepVerdicts());
        this.upkeep = new Upkeep(config, loader, desk, new Registrations(log), this::tell, metrics);
        desk.configured().values().forEach(upkeep::watch);
    }

    private void tell(ServedScorer changed) {
        changes.fire(new StateChanged(changed));
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
        upkeep.watch(scorer);
        upkeep.start(scorer);
    }

    /** Lets a registered version go: what waits for it is dropped unscored, and its memory is free. */
    public void withdraw(String label) {
        desk.remove(label).ifPresent(upkeep::withdraw);
    }

    /** How many workers of a registered version may work at a time. */
    public void limitWorkers(String label, int most) {
        desk.find(label).ifPresent(scorer -> scorer.limitWorkers(most));
    }

    /** Which version requests without a number mean from now on. */
    public void point(Pointer promoted) {
        if (desk.point(promoted)) {
            tell(byDefault());
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
        try (var lane = upkeep.lane(loaded, new LaneMetrics(trial, "trial"))) {
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

    void start(@Observes StartupEvent event) {
        desk.configured().values().forEach(upkeep::start);
    }

    /** Runs the golden items now. Empty while the scorer loads or when it did not load. */
    public Optional<Tested> testNow(ServedScorer scorer) {
        return upkeep.testNow(scorer);
    }

    @Override
    public CompletableFuture<Verdict> score(String name, ScoringInput input) {
        var scorer = member(name);
        if (scorer.isEmpty() || !(scorer.get().state() instanceof Serving serving)) {
            return CompletableFuture.failedFuture(new ScorerUnavailableException("scorer " + name + " is not ready: "
                    + scorer.map(s -> s.state().reason()).orElse("there is none of that name")));
        }
        return PeerWork.submit(serving.lane(), serving.loaded().scorer().prepare(input), this);
    }

    /** What an ensemble was made of, whatever is promoted meanwhile. */
    private Optional<ServedScorer> member(String name) {
        return Optional.ofNullable(desk.configured().get(name));
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
        var scorer = member(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no scorer \"" + name + "\", expected one of "
                        + String.join(", ", desk.configured().keySet())));
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
        upkeep.stop();
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
