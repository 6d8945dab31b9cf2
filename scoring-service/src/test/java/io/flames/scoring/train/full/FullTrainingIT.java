package io.flames.scoring.train.full;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Dimensions;
import io.flames.scoring.evaluate.EvaluateMain;
import io.flames.scoring.golden.Weights;
import io.flames.scoring.heads.HeadsFile;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.train.FlamesPeer;
import io.flames.scoring.train.TrainerMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings as processes of their own, one of them killed. */
class FullTrainingIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STEPS_BEFORE_THE_KILL = 12;

    @TempDir
    Path folder;

    private FlamesPeer flames;

    @BeforeEach
    void listen() throws Exception {
        flames = new FlamesPeer();
    }

    @AfterEach
    void listenNoMore() {
        flames.close();
    }

    @Test
    void aTrainingKilledInTheMiddleEndsWithTheModelOfOneThatWasNot() throws Exception {
        Path data = data();
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        finish(start(data, whole));

        var process = start(data, killed);
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> step(killed) >= STEPS_BEFORE_THE_KILL
                            && !reports(id(killed)).isEmpty());
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(killed.resolve(Weights.CARD)).doesNotExist();
        var id = id(killed);
        finish(start(data, killed, "resume=true"));

        // Sums depend a little on where the allocator puts what is added: the same bits most of the time, not always.
        double[] expected = weights(whole);
        double size = rootMeanSquare(expected, new double[expected.length]);
        assertThat(rootMeanSquare(weights(killed), expected)).isLessThan(1e-4 * size);
        var course = card(killed).path("course");
        assertThat(course.path("bestEpoch"))
                .isEqualTo(card(whole).path("course").path("bestEpoch"));
        assertThat(killed.resolve(EncoderFiles.MODEL)).hasSize(Files.size(whole.resolve(EncoderFiles.MODEL)));
        assertThat(course.path("seconds").asDouble()).isPositive();
        theEvaluationSaysWhatItWasTrainedOn(data, killed);
        assertReportedAsOne(id);
    }

    /** All answers, of which a part was trained on. */
    private static void theEvaluationSaysWhatItWasTrainedOn(Path data, Path out) throws Exception {
        var said = new ByteArrayOutputStream();
        assertThat(EvaluateMain.run(
                        new String[] {"--data", data.toString(), "--weights", out.toString(), "--json"},
                        new PrintStream(said, true, StandardCharsets.UTF_8),
                        System.err))
                .isZero();
        var judged = JSON.readTree(said.toByteArray());
        var counts = card(out).path("data");
        assertThat(judged.path("trained_on").path("without_sketch").asInt(-1)).isZero();
        assertThat(judged.path("trained_on").path("items").asInt())
                .isPositive()
                .isEqualTo(counts.path("trainingTexts").asInt()
                        + counts.path("validationTexts").asInt());
    }

    /** The process that went on is the same training, and knows what went before. */
    private void assertReportedAsOne(String id) {
        var told = reports(id);
        var first = told.get(0);
        var last = told.get(told.size() - 1);
        assertThat(last.path("phase").asText()).isEqualTo("done");
        assertThat(last.path("startedAt")).isNotEqualTo(first.path("startedAt"));
        assertThat(last.path("validations").findValuesAsText("epoch")).containsExactly("0", "1", "2");
        assertThat(last.at("/curve/0/epoch").asDouble()).isLessThan(1);
        assertThat(last.path("headsDigest").asText()).hasSize(64);
    }

    private List<JsonNode> reports(String id) {
        return flames.told().stream()
                .filter(told -> told.call().equals("PUT /api/v1/trainings/" + id))
                .map(FlamesPeer.Told::snapshot)
                .toList();
    }

    private static String id(Path out) throws Exception {
        return Files.readString(out.resolve("checkpoint/training-id")).strip();
    }

    /** Of all heads, one after the other. */
    private static double[] weights(Path out) throws Exception {
        return HeadsFile.read(Files.readAllBytes(out.resolve(Weights.HEADS))).heads().stream()
                .flatMap(head -> Arrays.stream(head.weights()))
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]))
                .toArray();
    }

    private static double rootMeanSquare(double[] one, double[] other) {
        return Math.sqrt(IntStream.range(0, one.length)
                .mapToDouble(i -> (one[i] - other[i]) * (one[i] - other[i]))
                .average()
                .orElseThrow());
    }

    private Process start(Path data, Path out, String... more) throws Exception {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TrainerMain.class.getName()));
        command.addAll(List.of("--data", data.toString(), "--out", out.toString(), "--mode", "full"));
        command.addAll(List.of("--report", flames.url().toString()));
        var settings =
                new ArrayList<>(List.of("epochs=2", "batch=4", "freeze=4", "max-tokens=48", "lr=2e-4", "threads=1"));
        settings.addAll(List.of("checkpoint-steps=5", "patience=3", "features=response_mean"));
        settings.addAll(List.of(more));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static void finish(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("in time").isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Of the newest whole line. */
    private static long step(Path out) throws Exception {
        Path file = out.resolve(ProgressFile.NAME);
        if (!Files.exists(file)) {
            return 0;
        }
        String text = Files.readString(file);
        String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
        String last = lines[lines.length - 1];
        return last.isBlank() ? 0 : JSON.readTree(last).path("step").asLong();
    }

    private static com.fasterxml.jackson.databind.JsonNode card(Path out) throws Exception {
        return JSON.readTree(out.resolve(Weights.CARD).toFile());
    }

    /** Eight short answers of each class. */
    private Path data() throws Exception {
        var lines = new ArrayList<String>();
        for (LabelledText text : SmallData.texts(8)) {
            lines.add(JSON.writeValueAsString(JSON.createObjectNode()
                    .put("prompt_key", text.group())
                    .put("dimension", Dimensions.nameOf(text.dimension()))
                    .put("subcomponent", Dimensions.slugOf(text.dimension()))
                    .put("prompt", text.prompt())
                    .put("response", text.response())
                    .put("score", text.score())));
        }
        Path file = folder.resolve("small.jsonl");
        Files.write(file, lines);
        return file;
    }
}
