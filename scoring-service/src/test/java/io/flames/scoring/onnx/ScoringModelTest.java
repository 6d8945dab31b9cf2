package io.flames.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.contracts.Dimensions;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Features.Vector;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.InputTemplate.EncodedInput;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import io.flames.scoring.onnx.graph.ScoringGraph.Norm;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The graph that is built against the encoder's own model with pooling and heads in Java. */
class ScoringModelTest {
    private static final EncoderFiles INT8 = EncoderFiles.load(Variant.INT8);
    private static final EncoderFiles FP32 = EncoderFiles.load(Variant.FP32);
    private static final WordPiece WORD_PIECE = WordPiece.of(INT8.tokenizerJson());
    private static final Heads HEADS =
            HeadsFile.read(Weights.load(Optional.empty()).heads());
    private static final List<Vector> ALL = List.of(Vector.values());

    @Test
    void logitsAreThoseOfTheFeaturesUnderTheHeadsInJava() {
        var vectors = HEADS.features().vectors();
        try (var logits = logits(INT8, HEADS, Layout.ALONE);
                var features = features(INT8, Norm.INSTANCE, Layout.ALONE, vectors)) {
            for (EncodedInput input : GradedInputs.encoded(WORD_PIECE, 200)) {
                float[] read = features.run(List.of(input))[0];
                float[] given = logits.run(List.of(input))[0];

                for (var dimension : Dimensions.ALL) {
                    assertThat(HEADS.logits(dimension, given))
                            .containsExactly(HEADS.logits(dimension, read, input.response()), within(1e-4));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void inFp32TheFeaturesAreThoseOfTheEncodersOwnGraph(Layout layout) throws Exception {
        try (var bare = new BareEncoder(FP32.graph());
                var built = features(FP32, Norm.INSTANCE, layout, ALL)) {
            for (EncodedInput input : GradedInputs.encoded(WORD_PIECE, 24)) {
                assertThat(doubles(built.run(List.of(input))[0]))
                        .containsExactly(bare.features(input, ALL), within(1e-5));
            }
        }
    }

    @Test
    void bothNormsAreOne() {
        var inputs = GradedInputs.encoded(WORD_PIECE, 4);
        try (var instance = features(FP32, Norm.INSTANCE, Layout.PADDED, ALL);
                var layer = features(FP32, Norm.LAYER, Layout.PADDED, ALL)) {
            assertThat(doubles(instance.run(inputs)[3])).containsExactly(doubles(layer.run(inputs)[3]), within(1e-5));
        }
    }

    /** Rounding to eight bits carries the least difference on, so that no bound is as narrow as for fp32. */
    @Test
    void inInt8TheVectorsPointWhereThoseOfTheEncodersOwnGraphDo() throws Exception {
        try (var bare = new BareEncoder(INT8.graph());
                var built = features(INT8, Norm.INSTANCE, Layout.ALONE, ALL)) {
            for (EncodedInput input : GradedInputs.encoded(WORD_PIECE, 24)) {
                double[] one = doubles(built.run(List.of(input))[0]);
                double[] other = bare.features(input, ALL);

                assertThat(IntStream.range(0, one.length)
                                .mapToDouble(i -> one[i] * other[i])
                                .sum())
                        .isCloseTo(ALL.size(), within(0.01 * ALL.size()));
            }
        }
    }

    @Test
    void batchMatesDoNotChangeFp32Features() {
        var inputs = GradedInputs.encoded(WORD_PIECE, 12);
        try (var model = features(FP32, Norm.INSTANCE, Layout.PADDED, ALL)) {
            float[][] together = model.run(inputs);

            for (int i = 0; i < inputs.size(); i++) {
                assertThat(doubles(together[i]))
                        .containsExactly(doubles(model.run(List.of(inputs.get(i)))[0]), within(1e-5));
            }
        }
    }

    @Test
    void inFp32BatchMatesChangeNeitherVectorsNorNgramsOfALogit() {
        var heads = HeadsFile.read(
                Weights.load(Optional.empty(), Variant.FP32.weights()).heads());
        assertThat(heads.ngrams()).isPresent();
        var inputs = GradedInputs.encoded(WORD_PIECE, 12);
        assertThat(inputs.stream().map(input -> input.response().length).distinct())
                .as("each with another number of n-grams, so that all but one are padded")
                .hasSizeGreaterThan(1);
        try (var features = features(
                        FP32, Norm.INSTANCE, Layout.PADDED, heads.features().vectors());
                var model = logits(FP32, heads, Layout.PADDED)) {
            float[][] together = model.run(inputs);

            for (int i = 0; i < inputs.size(); i++) {
                var alone = List.of(inputs.get(i));
                assertThat(doubles(together[i])).containsExactly(doubles(model.run(alone)[0]), within(1e-4));
                float[] read = features.run(alone)[0];
                for (var dimension : Dimensions.ALL) {
                    assertThat(heads.logits(dimension, together[i]))
                            .containsExactly(
                                    heads.logits(dimension, read, inputs.get(i).response()), within(1e-4));
                }
            }
        }
    }

    @Test
    void whatReadsThePairAloneNeedsNoSecondPass() throws Exception {
        var vectors = Features.CLS_AND_RESPONSE_MEAN.vectors();
        try (var bare = new BareEncoder(FP32.graph());
                var alone = features(FP32, Norm.INSTANCE, Layout.ALONE, vectors);
                var padded = features(FP32, Norm.INSTANCE, Layout.PADDED, vectors)) {
            for (EncodedInput input : GradedInputs.encoded(WORD_PIECE, 4)) {
                double[] expected = bare.features(input, vectors);

                assertThat(doubles(alone.run(List.of(input))[0])).containsExactly(expected, within(1e-5));
                assertThat(doubles(padded.run(List.of(input))[0])).containsExactly(expected, within(1e-5));
            }
        }
    }

    private static ScoringModel logits(EncoderFiles files, Heads heads, Layout layout) {
        return new ScoringModel(
                ScoringGraph.ofLogits(files.graph(), Norm.INSTANCE, layout, heads), heads, layout, SessionShape.SHARED);
    }

    private static ScoringModel features(EncoderFiles files, Norm norm, Layout layout, List<Vector> vectors) {
        return new ScoringModel(
                ScoringGraph.ofFeatures(files.graph(), norm, layout, vectors),
                vectors,
                layout,
                ScoringGraph.FEATURES,
                vectors.size() * Features.VECTOR,
                SessionShape.SHARED);
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
