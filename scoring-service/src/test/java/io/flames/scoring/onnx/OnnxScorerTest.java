package io.flames.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnnxScorerTest {
    private static OnnxScorer scorer;
    private static Weights weights;

    @BeforeAll
    static void load() {
        weights = Weights.load(Optional.empty());
        scorer = new OnnxScorer(EncoderFiles.load(EncoderFiles.Variant.INT8), weights.version(), weights.heads());
    }

    @AfterAll
    static void close() {
        scorer.close();
    }

    @Test
    void eachDimensionAnswersWithItsOwnScores() {
        for (Dimension dimension : Dimensions.ALL) {
            var verdict = (Scored) scorer.score(new ScoringInput(dimension, "今天吃什么？", "可以试试清淡的。"));

            assertThat(verdict.probabilities())
                    .extracting(ClassProbability::score)
                    .isEqualTo(Dimensions.scoresOf(dimension));
            assertThat(verdict.probabilities().stream()
                            .mapToDouble(ClassProbability::probability)
                            .sum())
                    .isCloseTo(1, offset(1e-9));
            assertThat(verdict.tokens()).isPositive();
            assertThat(verdict.inferenceNanos()).isPositive();
        }
    }

    @Test
    void theSameInputGivesTheSameBitsWhateverElseIsInFlight() {
        var input = new ScoringInput(Dimension.DIMENSION_SAFETY, "怎么才能睡得好？", "睡前少看手机，规律作息。");
        double[] alone = logits(scorer, input);

        var busy = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> {
                    scorer.score(new ScoringInput(Dimension.DIMENSION_MORALITY, "问题" + i, "回答".repeat(i + 1)));
                    return logits(scorer, input);
                })
                .toList();

        assertThat(busy).allSatisfy(logits -> assertThat(logits).containsExactly(alone));
    }

    @Test
    void aBlankResponseIsUnscorable() {
        for (String blank : List.of("", "  \n\t", "\u200b\u200b")) {
            assertThat(scorer.score(new ScoringInput(Dimension.DIMENSION_FAIRNESS, "问题", blank)))
                    .isInstanceOfSatisfying(Unscorable.class, verdict -> assertThat(verdict.reason())
                            .isEqualTo(Verdict.Reason.BLANK));
        }
    }

    @Test
    void aPromptThatFillsTheInputIsUnscorable() {
        assertThat(scorer.score(new ScoringInput(Dimension.DIMENSION_FAIRNESS, "长".repeat(401), "好")))
                .isInstanceOfSatisfying(Unscorable.class, verdict -> assertThat(verdict.reason())
                        .isEqualTo(Verdict.Reason.TOO_LONG));
    }

    @Test
    void aLongResponseIsReadInPartAndSaysSo() {
        var verdict = (Scored) scorer.score(new ScoringInput(Dimension.DIMENSION_LEGALITY, "问题", "长".repeat(2000)));

        assertThat(verdict.truncated()).isTrue();
        assertThat(verdict.tokens()).isEqualTo(512 + 512);
    }

    @Test
    void tokensAreThoseOfBothPasses() {
        var verdict = (Scored) scorer.score(new ScoringInput(Dimension.DIMENSION_LEGALITY, "问题", "长短"));

        assertThat(verdict.tokens()).isEqualTo((2 + 2 + 3) + (2 + 2));
    }

    @Test
    void theDigestChangesWithEachPart() {
        var files = new EncoderFiles(new byte[] {1}, new byte[] {2});
        String digest = OnnxScorer.digest(files, new byte[] {3});

        assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(OnnxScorer.digest(files, new byte[] {3}));
        assertThat(OnnxScorer.digest(new EncoderFiles(new byte[] {9}, new byte[] {2}), new byte[] {3}))
                .isNotEqualTo(digest);
        assertThat(OnnxScorer.digest(new EncoderFiles(new byte[] {1}, new byte[] {9}), new byte[] {3}))
                .isNotEqualTo(digest);
        assertThat(OnnxScorer.digest(files, new byte[] {9})).isNotEqualTo(digest);
    }

    @Test
    void theRuntimeLeavesNoFolderBehind() throws Exception {
        try (var lines = Files.lines(Path.of("/proc/self/maps"));
                var folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            var ours = lines.filter(line -> line.contains("/onnxruntime-java") && line.endsWith("(deleted)"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))).getParent())
                    .distinct()
                    .toList();

            assertThat(ours).hasSize(1);
            assertThat(folders).doesNotContainAnyElementsOf(ours);
        }
    }

    private static double[] logits(OnnxScorer scorer, ScoringInput input) {
        return ((Scored) scorer.score(input))
                .probabilities().stream()
                        .mapToDouble(share -> share.logit().orElseThrow())
                        .toArray();
    }
}
