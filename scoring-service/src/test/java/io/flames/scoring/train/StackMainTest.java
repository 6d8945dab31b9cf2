package io.flames.scoring.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.contracts.Dimensions;
import io.flames.scoring.ensemble.StackFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackMainTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** The first member guesses, the second knows but names the classes the wrong way round. */
    @Test
    void theStackLearnsWhomToBelieveAndHow() throws IOException {
        var opinions = Files.write(folder.resolve("opinions.jsonl"), lines());
        var file = folder.resolve("stack.json");

        int status = run("guesser,liar", opinions.toString(), file.toString());

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("stacked, five-fold       100.0 % right");
        var stack = StackFile.read(Files.readAllBytes(file));
        for (var dimension : Dimensions.ALL) {
            int classes = Dimensions.scoresOf(dimension).size();
            for (int c = 0; c < classes; c++) {
                var logits = stack.logits(dimension, List.of(spread(classes, 0), spread(classes, (c + 1) % classes)));
                assertThat(java.util.Arrays.stream(logits).max()).hasValue(logits[c]);
            }
        }
    }

    @Test
    void aLineThatIsWrongIsNamed() throws IOException {
        var opinions = Files.writeString(
                folder.resolve("opinions.jsonl"),
                "\n{\"dimension\": \"Legality\", \"score\": 2, \"opinions\": [[1, 0], [0, 1]]}\n");

        assertThat(run("a,b", opinions.toString(), "unused.json")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("opinions.jsonl:2: Legality has no score 2");
    }

    @Test
    void aScoreThatIsMissingIsNamed() throws IOException {
        var opinions = Files.writeString(
                folder.resolve("opinions.jsonl"),
                "{\"dimension\": \"Fairness\", \"score\": 3, \"opinions\": [[1, 0, 0], [1, 0, 0]]}\n");

        assertThat(run("a,b", opinions.toString(), "unused.json")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no graded response of score 2 in Fairness");
    }

    private int run(String... args) {
        return StackMain.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static List<String> lines() {
        var random = new Random(5);
        var lines = new ArrayList<String>();
        for (var dimension : Dimensions.ALL) {
            var scores = Dimensions.scoresOf(dimension);
            for (int i = 0; i < 60; i++) {
                int label = i % scores.size();
                lines.add("{\"group\": \"p%d\", \"dimension\": \"%s\", \"score\": %d, \"opinions\": [%s, %s]}"
                        .formatted(
                                i,
                                Dimensions.nameOf(dimension),
                                scores.get(label),
                                json(spread(scores.size(), random.nextInt(scores.size()))),
                                json(spread(scores.size(), (label + 1) % scores.size()))));
            }
        }
        return lines;
    }

    private static double[] spread(int classes, int most) {
        var spread = new double[classes];
        java.util.Arrays.fill(spread, 0.2 / (classes - 1));
        spread[most] = 0.8;
        return spread;
    }

    private static String json(double[] values) {
        return java.util.Arrays.toString(values);
    }
}
