package io.flames.scoring.train.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.Features;
import io.flames.scoring.heads.Heads;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.WordPiece;
import io.flames.scoring.onnx.graph.EncoderWeights;
import io.flames.scoring.train.Prediction;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final EncoderFiles FILES = EncoderFiles.load(Variant.FP32);
    private static final WordPiece WORD_PIECE = WordPiece.of(FILES.tokenizerJson());
    private static Torch torch;

    @BeforeAll
    static void open() {
        torch = Torch.open("cpu", 1);
    }

    @AfterAll
    static void close() {
        torch.close();
    }

    @Test
    void itsLogitsAreThoseOfTheServedGraphBeforeTraining() {
        Heads shipped = HeadsFile.read(
                Weights.load(Optional.empty(), Variant.FP32.weights()).heads());

        // the network is the encoder and what reads its vectors; the n-grams of shipped heads are no part of it
        assertThatLogitsAgree(new Heads(shipped.features(), shipped.heads()));
    }

    @Test
    void soAreThoseOfOnePassOnly() {
        assertThatLogitsAgree(random(Features.CLS_AND_RESPONSE_MEAN));
    }

    @Test
    void dropoutChangesALogitWhileTrainingAndTheSeedDecidesIt() {
        var heads = random(Features.RESPONSE_MEAN);
        var texts = EncodedText.all(texts(), WORD_PIECE, heads.features(), InputTemplate.LIMIT);
        try (var manager = torch.manager().newSubManager()) {
            var network = new Network(new Parameters(EncoderWeights.read(FILES.graph()), heads, 5, manager), 0.1);
            var batch = Batch.of(texts.subList(0, 3), heads.features(), manager);
            torch.seed(1);
            float[] once = network.logits(batch, true).toFloatArray();
            torch.seed(1);
            float[] again = network.logits(batch, true).toFloatArray();
            torch.seed(2);
            float[] other = network.logits(batch, true).toFloatArray();

            assertThat(again).containsExactly(once);
            assertThat(other).isNotEqualTo(once);
            assertThat(network.logits(batch, false).toFloatArray()).isNotEqualTo(once);
        }
    }

    private static void assertThatLogitsAgree(Heads heads) {
        var texts = texts();
        List<Prediction> served;
        try (var scorer = new Served(FILES, heads)) {
            served = scorer.predict(texts);
        }
        try (var manager = torch.manager().newSubManager()) {
            var network = new Network(new Parameters(EncoderWeights.read(FILES.graph()), heads, 0, manager), 0.1);
            var encoded = EncodedText.all(texts, WORD_PIECE, heads.features(), InputTemplate.LIMIT);

            var trained = Evaluation.of(network, encoded, heads.features(), 5, manager);

            for (int i = 0; i < texts.size(); i++) {
                assertThat(trained.logits().get(i))
                        .containsExactly(served.get(i).logits(), within(1e-4));
            }
        }
    }

    private static List<LabelledText> texts() {
        var texts = SmallData.of(1, 1, 0).all();
        var longest = new LabelledText(texts.get(0).dimension(), "long", "问题", "很长的回答。".repeat(200), 3);
        return java.util.stream.Stream.concat(texts.stream(), java.util.stream.Stream.of(longest))
                .toList();
    }

    private static Heads random(Features features) {
        var random = new Random(3);
        var none = HeadStart.none(features);
        return new Heads(
                features,
                none.heads().stream()
                        .map(head -> {
                            for (float[] row : head.weights()) {
                                for (int i = 0; i < row.length; i++) {
                                    row[i] = (float) random.nextGaussian();
                                }
                            }
                            return new LinearHead(head.weights(), head.bias(), 1);
                        })
                        .toList());
    }
}
