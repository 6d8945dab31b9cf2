package io.flames.scoring.train.full;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullMainTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nonsense x | unknown option --nonsense",
                "--epochs 0 | --epochs is 0, expected 1 to 1000",
                "--epochs many | --epochs is many, expected a whole number",
                "--lr NaN | --lr is NaN, expected above 0 and below 1",
                "--max-tokens 513 | --max-tokens is 513, expected 16 to 512",
                "--freeze 6 | --freeze is 6, expected 0 to 5",
                "--features all | --features is all, expected one of cls, response_mean",
                "--data /no/such/file | --data: no file or folder /no/such/file",
                "--checkpoint-steps 0 | --checkpoint-steps is 0, expected 1 or more",
                "--out | --out wants a value",
            })
    void aWrongOptionIsUsage(String given, String told, @TempDir Path folder) {
        String[] args = ("--data " + folder + " --out " + folder + " " + given).split(" ");

        assertThat(run(args)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(told, "usage:");
    }

    @Test
    void theHelpNamesTheDefaults() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("largest learning rate of the encoder (default: 5.0E-5)", "--resume");
    }

    @Test
    void aPathIsNeeded(@TempDir Path folder) {
        assertThat(run("--data", folder.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--out is missing");
    }

    @Test
    void textsWithoutAClassAreNoTraining(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("x.jsonl"),
                """
                {"prompt_key":"a","dimension":"Fairness","subcomponent":"s","prompt":"p","response":"r","score":3}
                """);

        assertThat(run(
                        "--data",
                        folder.toString(),
                        "--out",
                        folder.resolve("out").toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("training failed: no text to train on has score");
    }

    private int run(String... args) {
        return FullMain.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
