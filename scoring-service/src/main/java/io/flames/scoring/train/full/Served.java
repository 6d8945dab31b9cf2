package io.flames.scoring.train.full;

import io.flames.scoring.heads.Heads;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.ScoringModel;
import io.flames.scoring.onnx.SessionShape;
import io.flames.scoring.onnx.WordPiece;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import io.flames.scoring.onnx.graph.ScoringGraph.Norm;
import io.flames.scoring.train.Prediction;
import java.util.List;

/** The trained scorer as it will serve: the graph that the {@code onnx} scorer builds from the written model. */
final class Served implements AutoCloseable {
    private final WordPiece wordPiece;
    private final Heads heads;
    private final ScoringModel model;

    Served(EncoderFiles files, Heads heads) {
        this.heads = heads;
        wordPiece = WordPiece.of(files.tokenizerJson());
        model = new ScoringModel(
                ScoringGraph.ofLogits(files.graph(), Norm.INSTANCE, Layout.ALONE, heads),
                heads.features().vectors(),
                Layout.ALONE,
                ScoringGraph.LOGITS,
                heads.classes(),
                SessionShape.SHARED);
    }

    /** In the texts' order; on all processors. */
    List<Prediction> predict(List<LabelledText> texts) {
        return EncodedText.all(texts, wordPiece, heads.features(), InputTemplate.LIMIT).parallelStream()
                .map(this::predict)
                .toList();
    }

    private Prediction predict(EncodedText encoded) {
        var text = encoded.text();
        float[] logits = model.run(List.of(encoded.input()))[0];
        return new Prediction(
                text.dimension(),
                text.score(),
                heads.logits(text.dimension(), logits),
                heads.of(text.dimension()).temperature());
    }

    @Override
    public void close() {
        model.close();
    }
}
