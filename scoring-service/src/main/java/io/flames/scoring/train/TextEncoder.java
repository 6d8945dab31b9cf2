package io.flames.scoring.train;

import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Features.Vector;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.ScoringModel;
import io.flames.scoring.onnx.SessionShape;
import io.flames.scoring.onnx.WordPiece;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import io.flames.scoring.onnx.graph.ScoringGraph.Norm;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs texts through the very graph that serves, up to its features, one at a time (int8 depends on its batch-mates).
 * What reads one pass and what reads two are two graphs: passes are quantised together.
 */
final class TextEncoder implements AutoCloseable {
    private final WordPiece wordPiece;
    private final Map<Set<Reading>, ScoringModel> models = new LinkedHashMap<>();

    TextEncoder(EncoderFiles files) {
        wordPiece = WordPiece.of(files.tokenizerJson());
        for (Features features : Features.values()) {
            models.computeIfAbsent(features.readings(), readings -> model(files, vectors(readings)));
        }
    }

    private static ScoringModel model(EncoderFiles files, List<Vector> vectors) {
        return new ScoringModel(
                ScoringGraph.ofFeatures(files.graph(), Norm.INSTANCE, Layout.ALONE, vectors),
                vectors,
                Layout.ALONE,
                ScoringGraph.FEATURES,
                vectors.size() * Features.VECTOR,
                SessionShape.SHARED);
    }

    private static List<Vector> vectors(Set<Reading> readings) {
        return Arrays.stream(Vector.values())
                .filter(vector -> readings.contains(vector.reading()))
                .toList();
    }

    /** In the texts' order; on all processors. */
    List<EncodedText> encode(List<GradedText> texts, double weight) {
        return texts.parallelStream()
                .map(text -> new EncodedText(text, features(text), weight))
                .toList();
    }

    private Map<Features, float[]> features(GradedText text) {
        var input = InputTemplate.apply(
                        wordPiece.ids(text.prompt()), wordPiece.ids(text.response()), EnumSet.allOf(Reading.class))
                .orElseThrow(() -> new IllegalArgumentException("prompt " + text.promptKey() + " is too long"));
        var features = new EnumMap<Features, float[]>(Features.class);
        models.forEach((readings, model) -> {
            float[] all = model.run(List.of(input))[0];
            for (Features kind : Features.values()) {
                if (kind.readings().equals(readings)) {
                    features.put(kind, chosen(all, vectors(readings), kind));
                }
            }
        });
        return features;
    }

    private static float[] chosen(float[] all, List<Vector> vectors, Features kind) {
        var features = new float[kind.width()];
        int at = 0;
        for (Vector vector : kind.vectors()) {
            System.arraycopy(all, vectors.indexOf(vector) * Features.VECTOR, features, at, Features.VECTOR);
            at += Features.VECTOR;
        }
        return features;
    }

    @Override
    public void close() {
        models.values().forEach(ScoringModel::close);
    }
}
