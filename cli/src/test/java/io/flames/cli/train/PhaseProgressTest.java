package io.flames.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PhaseProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void progressLinesBecomeABarAndOthersAreResults() {
        var progress = new PhaseProgress(new Console(print(out), print(err), Console.Terminal.NONE, false));

        progress.accept("{\"phase\":\"features\",\"done\":64,\"total\":128,\"figures\":{}}");
        progress.accept("{\"phase\":\"features\",\"done\":128,\"total\":128,\"figures\":{}}");
        progress.accept("{\"phase\":\"heads\",\"done\":3,\"total\":3,\"figures\":{\"accuracy\":0.8125}}");
        progress.accept("{\"phase\" and no JSON");
        progress.accept("written to my-scorer");

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .contains("features  128/128  100 %", "heads, accuracy 0.813  3/3  100 %");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("{\"phase\" and no JSON", "written to my-scorer");
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
