package io.flames.scoring.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.OnnxTestSettings;
import io.flames.scoring.onnx.graph.TinyClassifier;
import io.flames.scoring.scorer.Peers;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Scored;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void anOnnxScorerWithAModelFileServesThatModel() throws Exception {
        Files.write(folder.resolve("model.onnx"), new TinyClassifier(-1).perToken());
        Files.write(
                folder.resolve("tokenizer.json"),
                EncoderFiles.load(Variant.INT8).tokenizerJson());
        var config = OnnxTestSettings.of(
                "mine",
                Map.of(
                        "version",
                        "4",
                        "workers",
                        "2",
                        "onnx.model",
                        folder.resolve("model.onnx").toString(),
                        "onnx.tokenizer",
                        folder.resolve("tokenizer.json").toString()));

        var loaded = new ScorerLoader(config, new Alone(), new SimpleMeterRegistry()).load("mine");

        try (var scorer = loaded.scorer()) {
            assertThat(scorer.identity().name()).isEqualTo("mine");
            assertThat(scorer.identity().version()).isEqualTo(4);
            assertThat(loaded.shape().workers()).isEqualTo(2);
            assertThat(loaded.backend()).containsEntry("model", "model.onnx");
            var verdict = (Scored) scorer.score(new ScoringInput(Dimension.DIMENSION_LEGALITY, "问题", "回答"));
            assertThat(verdict.probabilities().stream()
                            .mapToDouble(ClassProbability::probability)
                            .sum())
                    .isCloseTo(1, within(1e-9));
        }
    }

    /** There is no other scorer. */
    private static final class Alone implements Peers {
        @Override
        public CompletableFuture<Verdict> score(String scorer, ScoringInput input) {
            return CompletableFuture.failedFuture(new IllegalStateException("nobody is asked"));
        }

        @Override
        public ScorerIdentity awaitServing(String scorer) {
            throw new IllegalStateException("nobody is asked");
        }
    }
}
