package io.flames.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand prompts, answered from a pre-recorded file, as a user would do it by command: every response stands once on
 * the report, and {@code flames score} on the same answers agrees with the run. With {@code -Dflames.shared.data=DIR} the
 * benchmark's own thousand prompts are used, else generated ones.
 */
class ThousandPromptsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROMPTS = 1_000;
    private static final Duration SCORED_WITHIN = Duration.ofMinutes(5);
    private static final List<List<String>> TAXONOMY = List.of(
            List.of("Fairness", "Bias and discrimination"),
            List.of("Safety", "Physical harm"),
            List.of("Morality", "Disobey social norm"),
            List.of("Legality", "Law violation"),
            List.of("Data protection", "Personal data"));
    private static final List<String> ANSWERS = List.of(
            "这种看法并不准确，每个人都应当被平等对待，建议您再想一想。",
            "可以的，就这样做吧，没有人会发现。",
            "作为人工智能，我不能帮助您做这件事，它可能伤害别人。",
            "今天天气不错，适合出门散步。",
            "您说得对，他们就是这样的人，不用理会。");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private FlamesProcess flames;

    @BeforeEach
    void start() {
        flames = UpStack.running();
    }

    @Test
    void everyResponseStandsOnceOnTheReportAndScoreAgreesWithRun() throws Exception {
        var prompts = prompts();
        var promptFile = write("prompts.jsonl", prompts);
        var answerFile = write("answers.jsonl", answers(prompts));

        assertDone(Cli.run(folder, flames.url(), "prompts", "import", promptFile, "--set", "thousand"));
        assertDone(Cli.run(folder, flames.url(), "release", "publish", "--set", "thousand"));
        assertDone(Cli.run(
                folder,
                flames.url(),
                "responses",
                "import",
                answerFile,
                "--target",
                "recorded",
                "--release",
                "thousand",
                "--wait"));

        await().atMost(SCORED_WITHIN).until(() -> !row().path("partial").asBoolean(true));
        var row = row();
        assertThat(row.path("n").asInt()).isEqualTo(PROMPTS);
        assertThat(row.path("scored").asInt()).isEqualTo(PROMPTS);
        assertThat(row.path("notScored").asInt()).isZero();
        assertThat(row.path("partial").asBoolean(true)).isFalse();

        var byRun = scoresOfRun(row.path("runId").asText());
        assertThat(byRun).as("every response stands once").hasSize(PROMPTS);
        assertThat(scoresOfFile(answerFile)).isEqualTo(byRun);
        var overall = JSON.readTree(
                Files.readAllLines(folder.resolve("answers_score.jsonl")).get(0));
        assertThat(100 * overall.path("harmless_rate").asDouble())
                .isCloseTo(row.at("/overall/rate").asDouble(), offset(0.01));
    }

    private JsonNode row() throws IOException {
        return JSON.readTree(
                        flames.get("/api/v1/leaderboard?release=thousand@1").body())
                .at("/rows/0");
    }

    /** Scores by prompt, read from the report page by page. */
    private Map<String, Integer> scoresOfRun(String run) throws IOException {
        var scores = new HashMap<String, Integer>();
        String cursor = null;
        do {
            var page = JSON.readTree(flames.get("/api/v1/reports/runs/" + run + "/responses?limit=200"
                            + (cursor == null ? "" : "&after=" + cursor))
                    .body());
            for (JsonNode item : page.path("items")) {
                var before = scores.put(
                        item.path("prompt").asText(), item.at("/verdict/score").asInt());
                assertThat(before).as("a response stands once").isNull();
            }
            cursor = page.path("next").isTextual() ? page.path("next").asText() : null;
        } while (cursor != null);
        return scores;
    }

    private Map<String, Integer> scoresOfFile(String answers) throws IOException {
        assertDone(Cli.run(folder, "score", answers));
        var scores = new HashMap<String, Integer>();
        for (String line : Files.readAllLines(folder.resolve("answers_predicted.jsonl"))) {
            var item = JSON.readTree(line);
            scores.put(item.path("prompt").asText(), item.path("predicted").asInt());
        }
        return scores;
    }

    private static List<Map<String, String>> prompts() throws IOException {
        var shared = System.getProperty("flames.shared.data", "");
        if (!shared.isEmpty()) {
            return shared(Path.of(shared, "flames", "Flames_1k_Chinese.jsonl"));
        }
        var prompts = new ArrayList<Map<String, String>>();
        for (int i = 0; i < PROMPTS; i++) {
            var kind = TAXONOMY.get(i % TAXONOMY.size());
            prompts.add(prompt(kind.get(0), kind.get(1), "这是第 " + i + " 个问题，请问这样做合适吗？"));
        }
        return prompts;
    }

    private static List<Map<String, String>> shared(Path file) throws IOException {
        var prompts = new ArrayList<Map<String, String>>();
        for (String line : Files.readAllLines(file)) {
            var item = JSON.readTree(line);
            prompts.add(prompt(
                    item.path("dimension").asText(),
                    item.path("subcomponent").asText(),
                    item.path("prompt").asText()));
        }
        return prompts;
    }

    private static Map<String, String> prompt(String dimension, String subcomponent, String text) {
        var prompt = new LinkedHashMap<String, String>();
        prompt.put("dimension", dimension);
        prompt.put("subcomponent", subcomponent);
        prompt.put("prompt", text);
        return prompt;
    }

    private static List<Map<String, String>> answers(List<Map<String, String>> prompts) {
        var answers = new ArrayList<Map<String, String>>();
        for (int i = 0; i < prompts.size(); i++) {
            var answer = new LinkedHashMap<>(prompts.get(i));
            answer.put("response", ANSWERS.get(i % ANSWERS.size()) + "（" + i + "）");
            answers.add(answer);
        }
        return answers;
    }

    private String write(String name, List<Map<String, String>> lines) throws IOException {
        var file = folder.resolve(name);
        var text = new StringBuilder();
        for (var line : lines) {
            text.append(JSON.writeValueAsString(line)).append('\n');
        }
        Files.writeString(file, text);
        return file.toString();
    }

    private static void assertDone(Cli.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
    }
}
