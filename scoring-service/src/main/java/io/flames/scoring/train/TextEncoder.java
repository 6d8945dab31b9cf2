package io.flames.scoring.train;

import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Features.Vector;
import io.flames.scoring.heads.Reading;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.Platform;
import io.flames.scoring.onnx.ScoringModel;
import io.flames.scoring.onnx.SessionShape;
import io.flames.scoring.onnx.WordPiece;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import io.flames.scoring.onnx.graph.ScoringGraph.Norm;
import io.flames.scoring.scorer.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs texts through the very graph that serves, up to its features, one at a time (int8 depends on its batch-mates).
 * What reads one pass and what reads two are two graphs: passes are quantised together.
 */
final class TextEncoder implements AutoCloseable {
    /** The passes that are read together: one graph each. */
    private static final List<Set<Reading>> GRAPHS =
            Arrays.stream(Features.values()).map(Features::readings).distinct().toList();

    private final WordPiece wordPiece;
    private final List<ScoringModel> models = new ArrayList<>();

    TextEncoder(EncoderFiles files) {
        wordPiece = WordPiece.of(files.tokenizerJson());
        GRAPHS.forEach(readings -> models.add(model(files, vectors(readings))));
    }

    /** What the vectors of a text depend on beside the text; goes into the digest that they are kept under. */
    static String digest(EncoderFiles files) {
        return new Digest()
                .part("encoder", files.graph())
                .part("graph", ScoringGraph.DESCRIPTION)
                .part("vocabulary", files.tokenizerJson())
                .part("template", InputTemplate.DESCRIPTION)
                .part("layout", layout())
                .part("platform", Platform.cpu())
                .hex();
    }

    /** The vectors of each graph, one after the other. */
    static String layout() {
        return GRAPHS.stream().map(readings -> vectors(readings).toString()).collect(Collectors.joining("; "));
    }

    /** Numbers of a text. */
    static int width() {
        return GRAPHS.stream().mapToInt(readings -> vectors(readings).size()).sum() * Features.VECTOR;
    }

    /** Where a vector begins among a text's numbers. */
    static int offset(Set<Reading> readings, Vector vector) {
        int before = 0;
        for (Set<Reading> graph : GRAPHS) {
            if (graph.equals(readings)) {
                return (before + vectors(graph).indexOf(vector)) * Features.VECTOR;
            }
            before += vectors(graph).size();
        }
        throw new IllegalArgumentException("no graph makes the passes " + readings);
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
                .map(text -> new EncodedText(
                        text,
                        vectors(text)
                                .orElseThrow(() ->
                                        new IllegalArgumentException("prompt " + text.promptKey() + " is too long")),
                        weight,
                        wordPiece.ids(text.response())))
                .toList();
    }

    /** {@link #width()} numbers; empty when the prompt is too long, or nothing of the response can be read. */
    Optional<float[]> vectors(GradedText text) {
        int[] response = wordPiece.ids(text.response());
        return response.length == 0
                ? Optional.empty()
                : InputTemplate.apply(wordPiece.ids(text.prompt()), response, EnumSet.allOf(Reading.class))
                        .map(this::vectors);
    }

    private float[] vectors(EncodedInput input) {
        var all = new float[width()];
        int at = 0;
        for (ScoringModel model : models) {
            float[] one = model.run(List.of(input))[0];
            System.arraycopy(one, 0, all, at, one.length);
            at += one.length;
        }
        return all;
    }

    @Override
    public void close() {
        models.forEach(ScoringModel::close);
    }
}
