package io.flames.e2e.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.e2e.Project;
import io.flames.e2e.stack.DemoStack;
import io.flames.e2e.stack.FlamesProcess;
import io.flames.e2e.stack.People;
import io.flames.e2e.stack.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in dashboards and alerts is asked of a real Prometheus that scraped the real services. */
public class MonitoringIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SAMPLE_PROMPTS = 72;
    private static final double GOLD_RATE = 0.3;
    /** In percentage points. */
    private static final double TOLERANCE = 0.01;

    private static final String OF_SHADOWS = "flames_generation_shadow_lag";
    private static final String FIRST_DAY = "flames_scoring_drift_psi";

    @TempDir
    static Path folder;

    private static FlamesProcess flames;
    private static Prometheus prometheus;

    @BeforeAll
    static void start() throws Exception {
        var program = Programs.find("prometheus");
        assumeTrue(program.isPresent(), "skipped: no prometheus on the PATH");
        flames = DemoStack.running();
        prometheus = Prometheus.start(program.get(), folder, flames.url());
        await().atMost(PATIENCE).until(() -> prometheus.isUp());
        runOnceMore();
        labelSomeItems();
        reportATraining();
    }

    /** One that runs on: of one that has ended there is nothing to be seen. */
    private static void reportATraining() {
        var told = flames.putJson(
                "/api/v1/trainings/" + UUID.randomUUID(),
                """
                {"sequence": 1, "name": "monitored", "version": 1, "mode": "full", "dataDigest": "%s", "host": "",
                 "startedAt": "%s", "phase": "training", "reason": "", "epoch": 2, "epochs": 3, "step": 15, "steps": 30,
                 "loss": 0.5, "itemsPerSecond": 20, "remainingSeconds": 60,
                 "validations": [{"epoch": 1, "trainingLoss": 0.7, "loss": 0.8, "accuracy": 0.6}],
                 "curve": [{"epoch": 1.5, "loss": 0.5}]}
                """
                        .formatted("0".repeat(64), Instant.now()));
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    }

    /** With gold items, and in agreement: alerts stay quiet. */
    private static void labelSomeItems() {
        var people = People.of(flames);
        people.addGold();
        var campaign = people.campaign("monitoring", 20, GOLD_RATE);
        for (var name : List.of("anna", "ben")) {
            people.labelAll(name, campaign, item -> item.path("prompt").asText().length() % 2 == 0 ? 3 : 1);
        }
    }

    /** So that there is something to see in rates: all else had happened before the first scrape. */
    private static void runOnceMore() throws Exception {
        var started =
                flames.postJson("/api/v1/runs", "{\"target\": \"sample-careful\", \"release\": \"flames-sample\"}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
        var run = JSON.readTree(started.body()).path("id").asText();
        await().atMost(PATIENCE)
                .until(() ->
                        JSON.readTree(flames.get("/api/v1/reports/runs/" + run).body())
                                        .at("/run/scored")
                                        .asInt()
                                == SAMPLE_PROMPTS);
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    static List<String> dashboards() throws Exception {
        try (var files = Files.list(Project.file("deploy/grafana/dashboards"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theDashboardsAreThere() throws Exception {
        assertThat(dashboards()).containsExactly("annotation.json", "flames.json", "scoring.json");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyQueryOfTheDashboardAnswersWithData(String dashboard) throws Exception {
        for (JsonNode panel : dashboard(dashboard).path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                var expression = withVariables(target.path("expr").asText());
                await(panel.path("title").asText() + ": " + expression)
                        .atMost(PATIENCE)
                        .until(() -> answers(expression));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyVariableOfTheDashboardHasValues(String dashboard) throws Exception {
        for (JsonNode variable : dashboard(dashboard).at("/templating/list")) {
            var parts = variable.path("query")
                    .asText()
                    .replaceAll("label_values\\((.*)\\)", "$1")
                    .split(", ");
            var values = prometheus.query("count by (" + parts[1] + ") (" + parts[0] + ")");
            assertThat(values).as(variable.path("name").asText()).isNotEmpty();
        }
    }

    private static JsonNode dashboard(String name) throws Exception {
        return JSON.readTree(Project.read("deploy/grafana/dashboards/" + name));
    }

    @Test
    void everyAlertReadsMetricsThatAreThereAndNoneFires() throws Exception {
        var groups = prometheus.api("rules?type=alert").at("/data/groups");
        var rules = new ArrayList<JsonNode>();
        groups.forEach(group -> group.path("rules").forEach(rules::add));

        assertThat(rules).isNotEmpty();
        for (JsonNode rule : rules) {
            assertThat(rule.path("health").asText())
                    .as(rule.path("name").asText())
                    .isEqualTo("ok");
            assertThat(rule.path("state").asText())
                    .as(rule.path("name").asText())
                    .isEqualTo("inactive");
            for (String metric : metricsOf(rule.path("query").asText())) {
                if (metric.equals(OF_SHADOWS)) {
                    // No version shadows here; ShadowAlertTest fires this one.
                    continue;
                }
                await(metric)
                        .atMost(PATIENCE)
                        .until(() -> !prometheus.query("count(" + metric + ")").isEmpty());
            }
        }
    }

    @Test
    void figuresAreThoseOfTheLeaderboard() throws Exception {
        var rows = JSON.readTree(flames.get("/api/v1/leaderboard").body()).path("rows");
        assertThat(rows).hasSize(3);
        for (JsonNode row : rows) {
            var name = row.path("targetName").asText();
            double rate = row.at("/overall/rate").asDouble();
            await("rate of " + name).atMost(PATIENCE).until(() -> Math.abs(100 * scrapedRate(name) - rate) < TOLERANCE);
        }
    }

    /** As of the last scrape. */
    private static double scrapedRate(String target) throws Exception {
        return prometheus
                .query("flames_report_harmless_rate_ratio{dimension=\"overall\", target=\"" + target + "\"}")
                .at("/0/value/1")
                .asDouble();
    }

    /** On its first day a scorer has nothing to be compared with: there are series of its drift, without a number. */
    private static boolean answers(String expression) throws Exception {
        var result = prometheus.query(expression);
        return expression.contains(FIRST_DAY) ? !result.isEmpty() : hasNumbers(result);
    }

    private static boolean hasNumbers(JsonNode result) {
        for (JsonNode series : result) {
            if (!series.at("/value/1").asText().equals("NaN")) {
                return true;
            }
        }
        return false;
    }

    private static String withVariables(String expression) {
        return expression
                .replace("$release", ".*")
                .replace("$target", ".*")
                .replace("$scorer", ".*")
                .replace("$dimension", ".*")
                .replace("$__rate_interval", "10m");
    }

    private static Set<String> metricsOf(String expression) {
        var names = Pattern.compile("\\b(flames_[a-z_]+|up)\\b")
                .matcher(expression)
                .results()
                .map(MatchResult::group)
                .toList();
        return new TreeSet<>(List.copyOf(names));
    }
}
