package io.flames.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.scoring.lane.CostProfile.Cost;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import io.flames.scoring.onnx.graph.ScoringGraph.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxPlanTest {
    @TempDir
    private Path folder;

    @Test
    void withoutAProfileEachInputIsAloneOnAThreadOfItsOwn() {
        var decided = OnnxPlan.DEFAULT.on(Device.CPU, 8);

        assertThat(decided.shape()).isEqualTo(new SessionShape(4, 1));
        assertThat(OnnxPlan.DEFAULT.on(Device.CPU, 2).shape()).isEqualTo(new SessionShape(2, 1));
        assertThat(OnnxPlan.DEFAULT.external(Device.CPU, 8).shape()).isEqualTo(new SessionShape(1, 1));
        assertThat(decided.variant()).isEqualTo(Variant.INT8);
        assertThat(decided.layout()).isEqualTo(Layout.ALONE);
        assertThat(decided.lane().workers()).isEqualTo(8);
    }

    @Test
    void anAcceleratorGetsFp32InBatches() {
        var decided = OnnxPlan.DEFAULT.on(Device.CUDA, 8);

        assertThat(decided.variant()).isEqualTo(Variant.FP32);
        assertThat(decided.layout()).isEqualTo(Layout.PADDED);
        assertThat(decided.lane().workers()).isEqualTo(1);
        assertThat(decided.lane().costs().tokenBudget()).isEqualTo(16_384);
        assertThat(decided.lane().costs().micros(64, 256))
                .isLessThan(decided.lane().costs().micros(1, 256) * 64);
        assertThat(OnnxPlan.DEFAULT.external(Device.CUDA, 8).lane().costs().largestBatch())
                .isEqualTo(1);
    }

    @Test
    void threadsOfAnInferenceLeaveFewerWorkers() {
        var plan = new OnnxPlan(
                Optional.empty(),
                0,
                OptionalInt.empty(),
                OptionalInt.of(4),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(plan.on(Device.CPU, 8).lane().workers()).isEqualTo(2);
    }

    @Test
    void aProfileDecidesSessionsThreadsAndBatches() throws Exception {
        var decided = with(profile("batches", Platform.cpu(), "fp32", 8)).on(Device.CPU, 2);

        assertThat(decided.shape()).isEqualTo(new SessionShape(2, 3));
        assertThat(decided.layout()).isEqualTo(Layout.PADDED);
        assertThat(decided.lane().workers()).isEqualTo(4);
        assertThat(decided.lane().costs().largestBatch()).isEqualTo(8);
        assertThat(decided.lane().costs().tokenBudget()).isEqualTo(4096);
        assertThat(decided.lane().longestWait().toMillis()).isEqualTo(5);
    }

    @Test
    void aProfileOfAnotherPlatformOrVariantIsRefused() throws Exception {
        var elsewhere = with(profile("elsewhere", "cpu/other", "fp32", 1));
        var otherVariant = with(profile("other", Platform.cpu(), "int8", 1));

        assertThatThrownBy(() -> elsewhere.on(Device.CPU, 2)).hasMessageContaining("measured on cpu/other in fp32");
        assertThatThrownBy(() -> otherVariant.on(Device.CPU, 2)).hasMessageContaining("in int8, this scorer runs on");
    }

    @Test
    void whatIsNoProfileIsRefused() throws Exception {
        var file = folder.resolve("none.json");
        Files.writeString(file, "{\"format\": \"something\"}");

        assertThatThrownBy(() -> with(file).on(Device.CPU, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(folder.resolve("missing.json")).on(Device.CPU, 2))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void devicesHaveNames() {
        assertThat(Device.byName("auto")).isEmpty();
        assertThat(Device.byName("tensorrt")).contains(Device.TENSORRT);
        assertThatThrownBy(() -> Device.byName("gpu"))
                .hasMessageContaining("expected one of auto, cpu, cuda, tensorrt");
        assertThatThrownBy(() -> Variant.byName("fp16")).hasMessageContaining("expected one of int8, fp32");
    }

    private OnnxPlan with(Path profile) {
        return new OnnxPlan(
                Optional.empty(),
                0,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.of(Variant.FP32),
                Optional.of(profile));
    }

    private Path profile(String name, String platform, String variant, int largestBatch) throws Exception {
        var file = folder.resolve(name + ".json");
        new MachineProfile(
                        MachineProfile.FORMAT,
                        platform,
                        "a processor",
                        2,
                        "1.28.0",
                        variant,
                        2,
                        3,
                        4,
                        largestBatch,
                        4096,
                        5000,
                        List.of(),
                        List.of(),
                        List.of(new Cost(1, 64, 1000), new Cost(8, 64, 4000)))
                .write(file);
        return file;
    }
}
