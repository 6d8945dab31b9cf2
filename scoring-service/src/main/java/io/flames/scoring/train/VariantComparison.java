package io.flames.scoring.train;

import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.train.ModelCard.VariantFigures;
import java.nio.file.Path;
import java.util.List;

/**
 * What quantising the encoder costs, on the held-out texts and with one setting: heads trained and read on one variant, on
 * the other, and trained on the one and read on the other.
 */
final class VariantComparison {
    private VariantComparison() {}

    /** What both variants are trained and measured on. */
    record Texts(List<GradedText> graded, List<GradedText> weak, Split split, Path cache) {}

    /**
     * @param variant that the outcome was trained on
     * @param predictions of the outcome's heads for the held-out texts
     */
    static List<VariantFigures> of(
            Variant variant,
            Texts texts,
            Training.Outcome outcome,
            List<Prediction> predictions,
            TrainingProgress progress) {
        var other = variant == Variant.INT8 ? Variant.FP32 : Variant.INT8;
        var encoder = new CachedEncoder(EncoderFiles.load(other), texts.cache());
        var graded = encoder.encode(texts.graded(), progress);
        var weak = encoder.encode(texts.weak(), progress);
        var otherOutcome = new Training(graded, weak, texts.split(), progress)
                .with(outcome.best().choice());
        var heldOut = graded.stream()
                .filter(text -> texts.split().heldOut(text.text()))
                .toList();
        return List.of(
                figures(variant, variant, predictions),
                figures(other, other, predict(otherOutcome.heads(), heldOut)),
                figures(variant, other, predict(outcome.heads(), heldOut)));
    }

    /** As written to a file and read again, which is what is served. */
    private static List<Prediction> predict(Heads heads, List<EncodedText> texts) {
        Heads served = HeadsFile.read(HeadsFile.write(heads));
        return Training.predict(served, texts);
    }

    private static VariantFigures figures(Variant trainedOn, Variant readOn, List<Prediction> predictions) {
        return new VariantFigures(trainedOn.id(), readOn.id(), Figures.of(predictions));
    }
}
