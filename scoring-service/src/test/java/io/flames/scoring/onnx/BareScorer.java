package io.flames.scoring.onnx;

import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import io.flames.scoring.onnx.graph.ScoringGraph.Norm;
import io.flames.scoring.scorer.ScoringInput;
import java.util.List;
import java.util.Optional;

/** The shipped scorer's graph in a session of its own, one input after the other, without a service around it. */
public final class BareScorer implements AutoCloseable {
    private final Heads heads = HeadsFile.read(Weights.load(Optional.empty()).heads());
    private final WordPiece wordPiece;
    private final ScoringModel model;

    public BareScorer() {
        var files = EncoderFiles.load(EncoderFiles.Variant.INT8);
        wordPiece = WordPiece.of(files.tokenizerJson());
        model = new ScoringModel(
                ScoringGraph.ofLogits(files.graph(), Norm.INSTANCE, Layout.ALONE, heads),
                heads,
                Layout.ALONE,
                SessionShape.SHARED);
    }

    /** Of the input's dimension, that of score 3 first. */
    public double[] logits(ScoringInput text) {
        var input = InputTemplate.apply(
                        wordPiece.ids(text.prompt()),
                        wordPiece.ids(text.response()),
                        heads.features().readings())
                .orElseThrow();
        return heads.logits(text.dimension(), model.run(List.of(input))[0]);
    }

    @Override
    public void close() {
        model.close();
    }
}
