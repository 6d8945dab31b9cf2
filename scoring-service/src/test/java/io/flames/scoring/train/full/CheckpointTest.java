package io.flames.scoring.train.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.scoring.train.full.Checkpoint.Header;
import io.flames.scoring.train.full.Checkpoint.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final Header HEADER =
            new Header("digest", 17, 3.25, 40, List.of(new Validation(1, 0.5, 0.4, 0.75)), 1, 12.5, false);

    @TempDir
    Path folder;

    @Test
    void itIsReadAsItWasWritten() {
        var weights = Map.of("w", numbers(50_000));
        var state = new AdamW.State(Map.of("w", numbers(50_000)), Map.of("w", numbers(50_000)));
        Path file = folder.resolve(Checkpoint.LAST);

        Checkpoint.of(HEADER, weights, state).write(file);
        var read = Checkpoint.read(file).orElseThrow();

        assertThat(read.header()).isEqualTo(HEADER);
        assertThat(read.weights().get("w")).isEqualTo(weights.get("w"));
        assertThat(read.weights()).hasSize(1);
        assertThat(read.state().means().get("w")).isEqualTo(state.means().get("w"));
        assertThat(read.state().variances().get("w"))
                .isEqualTo(state.variances().get("w"));
    }

    @Test
    void whatAKillLeftUnfinishedIsNotRead() throws Exception {
        Path file = folder.resolve(Checkpoint.LAST);
        new Checkpoint(HEADER, Map.of("w", numbers(100))).write(file);
        byte[] whole = Files.readAllBytes(file);
        Files.write(folder.resolve(Checkpoint.LAST + ".new"), Arrays.copyOf(whole, whole.length / 2));

        assertThat(Checkpoint.read(file).orElseThrow().header()).isEqualTo(HEADER);
        new Checkpoint(HEADER, Map.of("w", numbers(3))).write(file);
        assertThat(Checkpoint.read(file).orElseThrow().weights().get("w")).hasSize(3);
    }

    @Test
    void nothingAndNonsenseAreToldApart() throws Exception {
        assertThat(Checkpoint.read(folder.resolve(Checkpoint.LAST))).isEmpty();
        Path file = folder.resolve(Checkpoint.LAST);
        Files.writeString(file, "not a checkpoint at all");

        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no checkpoint of this version");
        Files.write(file, new byte[] {1});
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read");
    }

    private static float[] numbers(int count) {
        var random = new Random(count);
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat();
        }
        return numbers;
    }
}
