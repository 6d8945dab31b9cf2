package io.flames.scoring.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.scoring.evaluate.EvaluateMain;
import io.flames.scoring.freeze.FreezeMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled answers are frozen, heads are trained on them, the onnx scorer loads these and is judged. */
class TrainerMainTest {
    private static final Path GRADED = Path.of(System.getProperty("flames.root"), "scoring-service/training/graded");
    /** Of each file: enough for three golden items a class. */
    private static final int LINES = 36;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path data;

    @BeforeEach
    void freeze() throws Exception {
        var lines = new ArrayList<String>();
        for (String name : List.of("fairness", "safety", "morality", "legality", "data-protection")) {
            try (Stream<String> some = Files.lines(GRADED.resolve(name + ".jsonl"))) {
                lines.addAll(some.limit(LINES).toList());
            }
        }
        var file = folder.resolve("labelled.jsonl");
        Files.write(file, lines);
        data = folder.resolve("data");
        assertThat(FreezeMain.run(
                        new String[] {"--data", file.toString(), "--out", data.toString(), "--drop-leaks"},
                        print(out),
                        print(err)))
                .as(said(err))
                .isZero();
    }

    @Test
    void aFrozenDataSetBecomesAScorerThatIsJudged() throws Exception {
        var scorer = folder.resolve("scorer");

        assertThat(train(scorer, "--progress-lines")).as(said(err)).isZero();

        var json = new ObjectMapper();
        JsonNode card = json.readTree(scorer.resolve("model-card.json").toFile());
        var manifest = json.readTree(data.resolve("manifest.json").toFile());
        assertThat(card.path("provenance").path("dataDigest").asText())
                .isEqualTo(manifest.path("digest").asText());
        assertThat(card.path("provenance").path("codeVersion").asText()).isEqualTo("v-test");
        assertThat(card.path("version").asInt()).isEqualTo(7);
        assertThat(scorer.resolve("MODEL_CARD.md")).content().contains("character n-grams", "without refusal wording");
        assertThat(said(out)).contains("{\"phase\":\"features\"", "{\"phase\":\"heads\"");

        out.reset();
        assertThat(EvaluateMain.run(
                        new String[] {"--data", data.toString(), "--weights", scorer.toString(), "--json"},
                        print(out),
                        print(err)))
                .as(said(err))
                .isZero();
        var judged = json.readTree(said(out));
        assertThat(judged.path("data_digest").asText())
                .isEqualTo(manifest.path("digest").asText());
        assertThat(judged.path("scorer").path("version").asInt()).isEqualTo(7);
        assertThat(judged.path("trained_on").path("items").asInt(-1)).isZero();
        assertThat(judged.path("judged")).hasSize(4);
        var own = judged.path("judged").path(0);
        assertThat(own.path("overall").path("accuracy").path("share").asDouble())
                .as("what the scorer gives is what the training measured")
                .isEqualTo(
                        card.path("heldOut")
                                .path("overall")
                                .path("accuracy")
                                .path("share")
                                .asDouble(),
                        org.assertj.core.api.Assertions.within(1e-4));
        assertThat(own.path("overall").path("calibration").path("bins")).isNotEmpty();
        assertThat(judged.path("temperature_scaling")
                        .path("temperatures")
                        .path("Safety")
                        .asDouble())
                .isPositive();

        out.reset();
        assertThat(EvaluateMain.run(
                        new String[] {"--data", data.toString(), "--weights", scorer.toString(), "--part", "validation"
                        },
                        print(out),
                        print(err)))
                .as(said(err))
                .isZero();
        assertThat(said(out))
                .contains("TRAINED ON "
                        + manifest.path("parts").path("validation").path("items") + " OF THESE");
    }

    @Test
    void theSecondTrainingFindsItsFeaturesAndGivesTheSameHeads() throws Exception {
        var first = folder.resolve("first");
        var second = folder.resolve("second");

        assertThat(train(first)).as(said(err)).isZero();
        out.reset();
        assertThat(train(second)).as(said(err)).isZero();

        assertThat(said(out)).doesNotContain("features ");
        assertThat(second.resolve("heads.json")).hasSameBinaryContentAs(first.resolve("heads.json"));
        assertThat(second.resolve("model-card.json")).hasSameBinaryContentAs(first.resolve("model-card.json"));
    }

    @Test
    void wrongModesSettingsAndDataAreSaid() {
        assertThat(train(folder.resolve("x"), "--mode", "magic")).isEqualTo(2);
        assertThat(said(err)).contains("--mode is \"magic\", expected one of heads");
        assertThat(train(folder.resolve("x"), "--set", "l3=1")).isEqualTo(1);
        assertThat(said(err)).contains("unknown setting l3, the mode heads knows variant, features, l2");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private int train(Path to, String... more) {
        var args = new ArrayList<>(List.of(
                "--data",
                data.toString(),
                "--out",
                to.toString(),
                "--cache",
                folder.resolve("cache").toString(),
                "--model-version",
                "7",
                "--code-version",
                "v-test"));
        args.addAll(List.of(more));
        return TrainerMain.run(args.toArray(String[]::new), print(out), print(err));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String said(ByteArrayOutputStream by) {
        return by.toString(StandardCharsets.UTF_8);
    }
}
