package io.flames.scoring.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.onnx.MachineProfile;
import io.flames.scoring.onnx.Platform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aProfileIsMeasuredPrintedAndWritten(@TempDir Path folder) {
        var file = folder.resolve("profile.json");

        assertThat(run("--seconds", "5", "--out", file.toString())).isZero();

        var profile = MachineProfile.read(file);
        assertThat(profile.platform()).isEqualTo(Platform.cpu());
        assertThat(profile.variant()).isEqualTo("int8");
        assertThat(profile.largestBatch()).isEqualTo(1);
        assertThat(profile.settings()).isNotEmpty().allSatisfy(setting -> assertThat(setting.itemsPerSecond())
                .isPositive());
        assertThat(profile.batches())
                .extracting(MachineProfile.BatchSize::batch)
                .contains(1, 8);
        assertThat(profile.grid()).isNotEmpty().allMatch(cost -> cost.batch() == 1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("sessions x threads", "chosen: ", "int8 inputs are always scored alone");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("measuring batch x tokens");
    }

    @Test
    void aWrongOptionIsUsage() {
        assertThat(run("--nonsense")).isEqualTo(2);
        assertThat(run("--seconds", "1")).isEqualTo(2);
        assertThat(run("--device", "auto")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("unknown option --nonsense", "\"1\" is no number from 5 on", "usage:");
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("examples:");
    }

    @Test
    void aDeviceThatDoesNotOpenFails() {
        assertThat(run("--device", "cuda", "--seconds", "5")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("calibration failed: the device cuda does not open");
    }

    private int run(String... args) {
        return CalibrateMain.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
    }
}
