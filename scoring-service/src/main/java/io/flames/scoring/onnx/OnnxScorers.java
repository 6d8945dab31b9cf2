package io.flames.scoring.onnx;

import io.flames.scoring.golden.GoldenSet;
import io.flames.scoring.golden.LoadedScorer;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.lane.LaneShape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Loads {@link OnnxScorer}s. */
public final class OnnxScorers {
    private OnnxScorers() {}

    /**
     * @param folder with weights in place of the shipped ones
     * @param workers inferences at a time
     * @param tolerance of golden items' logits in place of the card's
     */
    public static LoadedScorer load(Optional<Path> folder, int workers, OptionalDouble tolerance) {
        var weights = Weights.load(folder);
        var scorer = new OnnxScorer(EncoderFiles.load(EncoderFiles.Variant.INT8), weights.version(), weights.heads());
        return new LoadedScorer(
                scorer,
                LaneShape.alone(workers),
                new GoldenSet(weights.golden(), tolerance.orElse(weights.goldenTolerance(Platform.cpu())), 1),
                InputTemplate.DESCRIPTION,
                Map.of(
                        "device",
                        "cpu",
                        "encoder",
                        EncoderFiles.Variant.INT8.encoder(),
                        "workers",
                        String.valueOf(workers)),
                weights.card());
    }
}
