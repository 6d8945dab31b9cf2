package io.flames.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.golden.SelfTest;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.graph.ScoringGraph;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Scored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxScorersTest {
    private static final ScoringInput INPUT = new ScoringInput(Dimension.DIMENSION_SAFETY, "怎么才能睡得好？", "睡前少看手机。");

    @Test
    void byDefaultABuildWithoutAcceleratorsRunsOnTheCpuAndFallsBackFromNothing() {
        var loaded = OnnxScorers.load("mine", Optional.empty(), OnnxPlan.DEFAULT, OptionalDouble.empty());
        try (Scorer scorer = loaded.scorer()) {
            assertThat(loaded.backend())
                    .containsEntry("device", "cpu")
                    .containsEntry("encoder", "bge-small-zh-v1.5 int8")
                    .doesNotContainKey(OnnxScorers.FALLBACK);
            assertThat(loaded.shape().costs().largestBatch()).isEqualTo(1);
            assertThat(scorer.kind()).isEqualTo("onnx");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Device.class,
            names = {"CUDA", "TENSORRT"})
    void anAcceleratorThatIsNamedAndNotThereRefusesTheScorer(Device device) {
        assertThatThrownBy(() -> OnnxScorers.load(
                        "mine", Optional.empty(), plan(Optional.of(device), Optional.empty()), OptionalDouble.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the device " + device.id() + " does not open");
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void bothVariantsReproduceTheirGoldenItems(Variant variant) throws Exception {
        var loaded = OnnxScorers.load(
                "mine", Optional.empty(), plan(Optional.of(Device.CPU), Optional.of(variant)), OptionalDouble.empty());
        try (Scorer scorer = loaded.scorer()) {
            var test = new SelfTest(loaded.golden());
            var verdicts = new ArrayList<Verdict>();
            for (ScoringInput input : test.inputs()) {
                verdicts.add(scorer.score(input));
            }

            assertThat(test.judge(verdicts).faults()).isEmpty();
        }
    }

    @Test
    void theVariantsAreTwoScorers() {
        var int8 = OnnxScorers.load(
                "mine",
                Optional.empty(),
                plan(Optional.of(Device.CPU), Optional.of(Variant.INT8)),
                OptionalDouble.empty());
        var fp32 = OnnxScorers.load(
                "mine",
                Optional.empty(),
                plan(Optional.of(Device.CPU), Optional.of(Variant.FP32)),
                OptionalDouble.empty());
        try (Scorer one = int8.scorer();
                Scorer other = fp32.scorer()) {
            assertThat(one.identity().digest()).isNotEqualTo(other.identity().digest());
        }
    }

    @Test
    void headsOfTheOtherVariantAreRefused(@TempDir Path folder) throws Exception {
        var shipped = Weights.load(Optional.empty());
        Files.write(folder.resolve(Weights.HEADS), shipped.heads());
        Files.writeString(folder.resolve(Weights.CARD), shipped.cardJson());
        Files.writeString(folder.resolve(Weights.GOLDEN), "");

        assertThatThrownBy(() -> OnnxScorers.load(
                        "mine",
                        Optional.of(folder),
                        plan(Optional.of(Device.CPU), Optional.of(Variant.FP32)),
                        OptionalDouble.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trained on bge-small-zh-v1.5 int8")
                .hasMessageContaining("to run on bge-small-zh-v1.5 fp32");
    }

    @Test
    void sessionsAndThreadsDoNotChangeABit() throws Exception {
        var shapes = List.of(SessionShape.SHARED, new SessionShape(2, 1), new SessionShape(1, 2));
        var weights = Weights.load(Optional.empty());
        var files = EncoderFiles.load(Variant.INT8);
        var seen = new ArrayList<List<Double>>();
        for (SessionShape shape : shapes) {
            try (var scorer = new OnnxScorer(
                    "mine", files, weights.version(), weights.heads(), shape, ScoringGraph.Layout.ALONE)) {
                seen.add(logits(scorer.score(INPUT)));
                seen.add(logits(scorer.score(INPUT)));
            }
        }

        assertThat(seen).allSatisfy(logits -> assertThat(logits).isEqualTo(seen.get(0)));
    }

    private static List<Double> logits(Verdict verdict) {
        return ((Scored) verdict)
                .probabilities().stream()
                        .map(share -> share.logit().orElseThrow())
                        .toList();
    }

    private static OnnxPlan plan(Optional<Device> device, Optional<Variant> variant) {
        return new OnnxPlan(
                device, 0, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(1), variant, Optional.empty());
    }
}
