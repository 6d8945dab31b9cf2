package io.flames.scoring.evaluate;

import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.judgement.Given;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.OnnxPlan;
import io.flames.scoring.onnx.OnnxScorer;
import io.flames.scoring.onnx.OnnxScorers;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A scorer in a folder that a training wrote, in this process. */
final class FolderOpinions implements Opinions {
    private final LoadedScorer loaded;

    /** @throws IllegalArgumentException when the folder has none, or one that this build cannot run */
    FolderOpinions(Path folder) {
        var encoder = Weights.load(Optional.of(folder)).card().path("encoder").asText();
        var variant = Arrays.stream(Variant.values())
                .filter(one -> one.encoder().equals(encoder))
                .findFirst();
        var plan = OnnxPlan.DEFAULT;
        loaded = OnnxScorers.load(
                OnnxScorer.NAME,
                Optional.of(folder),
                new OnnxPlan(
                        plan.device(),
                        plan.deviceId(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        variant,
                        Optional.empty()),
                OptionalDouble.empty());
    }

    @Override
    public Optional<Given> of(LabelledText text) throws InterruptedException {
        var verdict = scorer().score(new ScoringInput(text.dimension(), text.prompt(), text.response()));
        return verdict instanceof Verdict.Scored scored
                ? Optional.of(new Given(
                        scored.score(),
                        scored.probabilities().stream()
                                .map(share -> share.probability())
                                .toList()))
                : Optional.empty();
    }

    private Scorer scorer() {
        return loaded.scorer();
    }

    @Override
    public Version version() {
        var identity = scorer().identity();
        return new Version(identity.name(), identity.version(), identity.digest());
    }

    @Override
    public int callers() {
        return loaded.shape().workers();
    }

    @Override
    public void close() {
        scorer().close();
    }
}
