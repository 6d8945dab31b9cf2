package io.flames.scoring.served;

import io.flames.scoring.OnnxSettings;
import io.flames.scoring.ScorerSettings;
import io.flames.scoring.ScoringConfig;
import io.flames.scoring.ensemble.EnsembleScorer;
import io.flames.scoring.ensemble.EnsembleScorers;
import io.flames.scoring.ensemble.Membership;
import io.flames.scoring.golden.ClassGolden;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.kserve.KserveScorers;
import io.flames.scoring.onnx.Device;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.ExternalScorers;
import io.flames.scoring.onnx.OnnxPlan;
import io.flames.scoring.onnx.OnnxScorers;
import io.flames.scoring.scorer.Peers;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** From configuration to scorers, by kind. */
final class ScorerLoader {
    private static final Logger LOG = Logger.getLogger(ScorerLoader.class);

    /** There without any configuration. */
    static final String BUILT_IN = "onnx-heads";

    private static final String BUILT_IN_KIND = "onnx";

    private final ScoringConfig config;
    private final Peers peers;
    private final MeterRegistry metrics;

    ScorerLoader(ScoringConfig config, Peers peers, MeterRegistry metrics) {
        this.config = config;
        this.peers = peers;
        this.metrics = metrics;
    }

    /** Kinds by name, in the names' order. */
    Map<String, String> kinds() {
        var kinds = new TreeMap<String, String>();
        kinds.put(BUILT_IN, BUILT_IN_KIND);
        config.scorers().forEach((name, settings) -> {
            if (settings.enabled()) {
                kinds.put(name, settings.kind());
            } else {
                kinds.remove(name);
            }
        });
        return kinds;
    }

    /**
     * Loads a scorer; slow.
     *
     * @throws IllegalArgumentException when its configuration is wrong
     * @throws io.flames.scoring.scorer.ScorerUnavailableException when what it needs is away
     */
    LoadedScorer load(String name) throws InterruptedException {
        var settings = Optional.ofNullable(config.scorers().get(name));
        String kind = settings.map(ScorerSettings::kind).orElse(BUILT_IN_KIND);
        return switch (kind) {
            case "onnx" -> onnx(name, settings);
            case "ensemble" -> ensemble(name, settings.orElseThrow());
            case "judge" -> JudgeLoader.load(name, settings.orElseThrow(), metrics);
            case "kserve" -> KserveScorers.load(name, settings.orElseThrow());
            default -> pluggedIn(name, kind, settings.orElseThrow());
        };
    }

    private LoadedScorer pluggedIn(String name, String kind, ScorerSettings settings) throws InterruptedException {
        var kinds = ServiceLoader.load(ScorerKind.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        for (ScorerKind candidate : kinds) {
            if (candidate.kind().equals(kind)) {
                return candidate.load(
                        new ScorerKind.Wanted(name, settings.version(), settings.workers(), settings.options(), peers));
            }
        }
        var known = Stream.concat(
                Stream.of("onnx", "kserve", "judge", "ensemble"), kinds.stream().map(ScorerKind::kind));
        throw new IllegalArgumentException("flames.scoring.scorers.\"" + name + "\".kind is \"" + kind
                + "\", expected one of " + known.collect(Collectors.joining(", ")));
    }

    private LoadedScorer onnx(String name, Optional<ScorerSettings> settings) {
        var weights = settings.flatMap(own -> own.onnx().weights())
                .or(config::weights)
                .map(Path::of);
        var tolerance = settings.flatMap(ScorerSettings::goldenTolerance).or(config::goldenTolerance);
        var workers = workers(settings);
        var plan = settings.map(own -> plan(own.onnx(), workers)).orElse(OnnxPlan.DEFAULT.withWorkers(workers));
        var loaded = settings.filter(own -> own.onnx().model().isPresent())
                .map(own -> ExternalScorers.load(name, own, plan, own.goldenTolerance()))
                .orElseGet(() -> OnnxScorers.load(
                        name, weights, plan, tolerance.map(OptionalDouble::of).orElse(OptionalDouble.empty())));
        var fallbacks = metrics.counter("flames.scoring.device.fallback", "scorer", name);
        Optional.ofNullable(loaded.backend().get(OnnxScorers.FALLBACK)).ifPresent(reason -> {
            fallbacks.increment();
            LOG.warnf("Accelerator does not open, the CPU serves scorer=%s reason=%s", name, reason);
        });
        return loaded;
    }

    /**
     * Weights from a folder, run as the configured scorer of the same name is, or else as the built-in one.
     *
     * @throws IllegalArgumentException when there are no weights of a known kind in it
     */
    LoadedScorer folder(String name, int version, Path folder) {
        if (!Files.isRegularFile(folder.resolve(Weights.HEADS))) {
            throw new IllegalArgumentException(
                    "the folder has no " + Weights.HEADS + ", expected it, " + Weights.CARD + " and " + Weights.GOLDEN);
        }
        var settings = Optional.ofNullable(config.scorers().get(name))
                .filter(own ->
                        own.kind().equals(BUILT_IN_KIND) && own.onnx().model().isEmpty());
        var tolerance = settings.flatMap(ScorerSettings::goldenTolerance).or(config::goldenTolerance);
        var loaded = OnnxScorers.load(
                name,
                Optional.of(folder),
                settings.map(own -> plan(own.onnx(), workers(settings)))
                        .orElse(OnnxPlan.DEFAULT.withWorkers(config.workers())),
                tolerance.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
        return loaded.as(version);
    }

    private OptionalInt workers(Optional<ScorerSettings> settings) {
        return settings.map(ScorerSettings::workers)
                .filter(OptionalInt::isPresent)
                .orElse(config.workers());
    }

    private static OnnxPlan plan(OnnxSettings settings, OptionalInt workers) {
        return new OnnxPlan(
                Device.byName(settings.device()),
                settings.deviceId(),
                settings.sessions(),
                settings.threads(),
                workers,
                settings.variant().map(Variant::byName),
                settings.profile().map(Path::of));
    }

    private LoadedScorer ensemble(String name, ScorerSettings settings) throws InterruptedException {
        Membership.check(name, asked -> Optional.ofNullable(config.scorers().get(asked))
                .filter(scorer -> scorer.kind().equals(EnsembleScorer.KIND))
                .flatMap(scorer -> scorer.ensemble().members())
                .orElse(List.of()));
        return EnsembleScorers.load(
                name,
                settings.version(),
                settings.ensemble(),
                peers,
                settings.workers().orElse(EnsembleScorers.WORKERS),
                ClassGolden.load(
                        settings.golden().map(Path::of),
                        settings.goldenAgreement().orElse(EnsembleScorers.GOLDEN_AGREEMENT)));
    }
}
