package io.flames.scoring.golden;

import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerVersionRegistered;
import io.flames.scoring.ScoringConfig;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.OnnxScorer;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.verdict.VerdictLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The scorer of this process. It is loaded in the background at start and serves only after its golden items came out as
 * recorded; a scorer that fails them stays refused until the process is started with other files.
 */
@ApplicationScoped
public class ServedScorer {
    private static final Logger LOG = Logger.getLogger(ServedScorer.class);

    private final ScoringConfig config;
    private final VerdictLog log;
    private final Event<State> changes;
    private volatile State state = new Starting();

    ServedScorer(ScoringConfig config, VerdictLog log, Event<State> changes) {
        this.config = config;
        this.log = log;
        this.changes = changes;
    }

    public State state() {
        return state;
    }

    void start(@Observes StartupEvent event) {
        var loader = new Thread(this::load, "scorer-start");
        loader.setDaemon(true);
        loader.start();
    }

    private void load() {
        try {
            become(test());
        } catch (RuntimeException | LinkageError fault) {
            LOG.error("Scorer does not load", fault);
            become(new Refused("the scorer does not load: " + fault.getMessage(), Optional.empty()));
        }
    }

    private State test() {
        var weights = Weights.load(config.weights().map(Path::of));
        var scorer = new OnnxScorer(EncoderFiles.load(), weights.version(), weights.heads());
        var identity = scorer.identity();
        var result = new SelfTest(weights.golden(), config.goldenTolerance().orElse(weights.goldenTolerance()))
                .run(scorer::logits);
        if (!result.passed()) {
            scorer.close();
            LOG.errorf(
                    "Scorer is refused scorer=%s version=%d digest=%s reason=%s",
                    identity.name(), identity.version(), identity.digest(), result.summary());
            return new Refused(result.summary(), Optional.of(new Tested(identity, weights, result)));
        }
        LOG.infof(
                "Scorer serves scorer=%s version=%d digest=%s goldenItems=%d widestLogitDistance=%.4f",
                identity.name(), identity.version(), identity.digest(), result.items(), result.widest());
        log.register(registered(scorer, weights));
        return new Serving(scorer, new Tested(identity, weights, result));
    }

    private void become(State next) {
        state = next;
        changes.fire(next);
    }

    private static ScorerEvent registered(Scorer scorer, Weights weights) {
        var identity = scorer.identity();
        var now = Instant.now();
        return ScorerEvent.newBuilder()
                .setScorerVersionRegistered(ScorerVersionRegistered.newBuilder()
                        .setScorerVersion(identity.toMessage())
                        .setKind(scorer.kind())
                        .setModelCardJson(weights.cardJson())
                        .setRegisteredAt(com.google.protobuf.Timestamp.newBuilder()
                                .setSeconds(now.getEpochSecond())
                                .setNanos(now.getNano())))
                .build();
    }

    /** After the streams have drained. */
    void stop(@Observes @Priority(2000) ShutdownEvent event) {
        if (state instanceof Serving serving) {
            state = new Starting();
            serving.scorer.close();
        }
    }

    /** What the scorer is doing. */
    public sealed interface State {
        /** For people: why it does not serve, or that it does. */
        String reason();
    }

    /** Loading or being tested. */
    public record Starting() implements State {
        @Override
        public String reason() {
            return "the scorer is loading";
        }
    }

    /** Not what was recorded; it serves nobody. */
    public record Refused(String reason, Optional<Tested> tested) implements State {}

    /** Passed its golden items. */
    public record Serving(Scorer scorer, Tested tested) implements State {
        @Override
        public String reason() {
            return tested.result().summary();
        }
    }

    /** A scorer version with its self-test. */
    public record Tested(ScorerIdentity identity, Weights weights, SelfTest.Result result) {}
}
