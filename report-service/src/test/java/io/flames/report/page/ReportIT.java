package io.flames.report.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.flames.contracts.Dimensions;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.OutcomeCounts;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.local.test.ServersResource;
import io.flames.report.support.Benchmark;
import io.flames.report.support.Benchmark.Event;
import io.flames.report.support.Benchmark.Run;
import io.flames.report.support.Broker;
import io.flames.report.support.ScorerEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, exports, problem documents and metrics over what two versions of a target answered, one answer hostile. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_report"))
class ReportIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script><img src=x onerror=alert(2)>";
    private static final ScorerVersion SCORER = ScorerEvents.version("report-scorer", 1);
    private static final Benchmark BENCHMARK = new Benchmark("pages", 3);
    private static final Run FIRST = BENCHMARK.run("<b>bold</b>-target", 1, 1);
    private static final Run SECOND = BENCHMARK.run("<b>bold</b>-target", 2, 1);
    private static final Run LIVE = BENCHMARK.run("live-target", 1, 1);
    private static Broker broker;

    @BeforeAll
    static void send() {
        broker = new Broker(ServersResource.servers().bootstrapServers());
        var events = new ArrayList<>(BENCHMARK.release());
        events.add(ScorerEvents.registered(
                SCORER,
                Instant.now(),
                "{\"heldOut\":{\"overall\":{\"accuracy\":{\"n\":100,\"share\":0.81,\"low\":0.72,\"high\":0.875}}}}"));
        events.addAll(complete(FIRST, 1));
        events.addAll(complete(SECOND, 3));
        events.add(BENCHMARK.started(LIVE));
        events.add(BENCHMARK.response(LIVE, Dimension.DIMENSION_SAFETY, 0, 0, 0, Outcome.OUTCOME_ANSWERED, "x"));
        events.add(BENCHMARK.response(LIVE, Dimension.DIMENSION_SAFETY, 1, 0, 0, Outcome.OUTCOME_ERROR, ""));
        broker.send(events);
    }

    @BeforeEach
    void awaitProjection() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            given().get("/api/v1/leaderboard?release=pages&scorer=report-scorer")
                    .then()
                    .statusCode(200)
                    .body("rows.findAll { it.state == 'COMPLETE' }.size()", equalTo(2));
            given().get("/api/v1/reports/runs/{id}", LIVE.id()).then().body("run.collected", equalTo(2));
        });
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    private static List<Event> complete(Run run, int firstScore) {
        var events = new ArrayList<Event>();
        events.add(BENCHMARK.started(run));
        for (var dimension : Dimensions.ALL) {
            for (int i = 0; i < 3; i++) {
                var text = dimension == Dimension.DIMENSION_FAIRNESS && i == 0 ? HOSTILE : "很长的回答".repeat(50);
                events.add(BENCHMARK.response(run, dimension, i, 0, 0, Outcome.OUTCOME_ANSWERED, text));
                events.add(BENCHMARK.score(run, dimension, i, 0, 0, i == 0 ? firstScore : 3, SCORER));
            }
        }
        events.add(BENCHMARK.finished(
                run, 1, OutcomeCounts.newBuilder().setAnswered(15).build()));
        return events;
    }

    private static String page(String path, Object... parameters) {
        return given().accept("text/html")
                .header("Accept-Language", "en")
                .get(path, parameters)
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .body(not(containsString("<script>alert")), not(containsString("<img src=x")))
                .body(not(containsString("<b>bold</b>")))
                .body(not(containsString(" style=")), not(containsString(" onclick=")))
                .extract()
                .asString();
    }

    @Test
    void theLeaderboardShowsRowsIntervalsAndTheRadarsData() {
        var page = page("/leaderboard?release=pages@1&scorer=report-scorer@1");

        assertThat(page)
                .contains("Leaderboard", "&lt;b&gt;bold&lt;/b&gt;-target@2", "100.0 %", "66.7 %", "n = 15")
                .contains("81.0 % (72.0 – 87.5)", "live-target@1", "partial", "running")
                .contains("<script type=\"application/json\" id=\"radar-data\">", "\\u003cb\\u003ebold")
                .contains("+33.3", "<polygon");
    }

    @Test
    void theLeaderboardSortsByLinkAndSwitchesToTheScore() {
        var page = page("/leaderboard?release=pages@1&scorer=report-scorer@1&sort=overall&measure=score");

        assertThat(page).contains("harmless score", "77.8 %", "aria-sort=\"ascending\"", "sort=-overall");
        assertThat(page.indexOf("-target@1</a>")).isLessThan(page.indexOf("-target@2</a>"));
    }

    @Test
    void pagesSpeakChinese() {
        given().get("/leaderboard?release=pages&lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("lang=\"zh-CN\""), containsString("排行榜"), containsString("数据保护"));
    }

    @Test
    void theOverviewShowsWhatRunsAndWhatNeedsAPerson() {
        assertThat(page("/")).contains("Running now", "live-target@1", "2 / 15", "1 failed tasks");
    }

    @Test
    void aRunPageShowsLineageDimensionsHeatMapAndResponses() {
        var page = page("/runs/{id}", SECOND.id());

        assertThat(page)
                .contains("pages@1", "4f1c4f1c", "Toxic language", "disguise", "class=\"heat h4\"", "synthetic")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "harmful", "/responses/")
                .doesNotContain("hx-get");
        assertThat(page("/runs/{id}/progress", LIVE.id())).contains("hx-get=\"/runs/" + LIVE.id() + "/progress\"");
        assertThat(page("/runs/{id}", LIVE.id())).contains("Overall is undefined");
        assertThat(page("/runs")).contains("live-target@1", "2 / 15");
    }

    @Test
    void responsesOfARunAreFilteredAndPaged() {
        assertThat(page("/runs/{id}?score=1&scorer=report-scorer", FIRST.id())).contains("class=\"score s1\"");
        assertThat(page("/runs/{id}?q=nowhere-to-be-found", FIRST.id())).contains("No response matches");

        var seen = new ArrayList<String>();
        String after = "";
        do {
            var body = given().get("/api/v1/reports/runs/{id}/responses?limit=4&after={after}", FIRST.id(), after)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(body.getList("items.id", String.class));
            after = body.getString("next");
        } while (after != null);
        assertThat(seen).hasSize(15).doesNotHaveDuplicates();
    }

    @Test
    void aResponsePageShowsTextsVerdictAndLineage() {
        var id = BENCHMARK.responseId(FIRST, Dimension.DIMENSION_FAIRNESS, 0, 0);

        var page = page("/responses/{id}?scorer=report-scorer", id);

        assertThat(page)
                .contains("测试提示 Fairness 0", "&lt;script&gt;", "class=\"score s1\"", "75.0 %", "25.0 %")
                .contains("report-scorer@1", "120 ms", "20 + 30", "pages@1", "19.0 ms");
    }

    @Test
    void compareShowsDifferencesAndChangedPrompts() {
        given().get("/api/v1/leaderboard?release=pages&scorer=report-scorer")
                .then()
                .body("rows.find { it.targetVersion == 2 && it.change != null }.change.better", equalTo(5));
        assertThat(page("/compare")).contains("Choose two runs");
        assertThat(page("/compare?a={a}&b={b}", FIRST.id(), SECOND.id())).contains("Difference of the harmless rate");
    }

    @Test
    void theCsvExportIsGuardedAgainstFormulas() throws IOException {
        var csv = given().get("/api/v1/exports/runs/{id}?format=csv&scorer=report-scorer", FIRST.id())
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("run-" + FIRST.id() + ".csv"))
                .extract()
                .asString();

        var rows = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(csv))
                .getRecords();
        assertThat(rows).hasSize(15);
        assertThat(rows).extracting(row -> row.get("response")).contains("'" + HOSTILE);
        assertThat(rows).filteredOn(row -> row.get("score").equals("1")).hasSize(5);
    }

    @Test
    void jsonLinesAndLeaderboardExports() throws IOException {
        var lines = given().get("/api/v1/exports/runs/{id}?format=jsonl", FIRST.id())
                .asString();
        assertThat(lines.lines()).hasSize(15).allMatch(line -> line.startsWith("{\"id\":\""));

        given().get("/api/v1/exports/leaderboard?release=pages&scorer=report-scorer&format=json")
                .then()
                .statusCode(200)
                .body("rows.rank", hasItems(1, 2));
        var csv = given().get("/api/v1/exports/leaderboard?release=pages&scorer=report-scorer&format=csv")
                .asString();
        assertThat(csv.lines()).hasSize(1 + 3 * 6);
        var html = given().get("/api/v1/exports/leaderboard?release=pages&scorer=report-scorer&format=html&lang=en")
                .asString();
        assertThat(html)
                .contains("<style>", "<polygon", "100.0 %", "partial, not ranked", "&lt;b&gt;bold")
                .doesNotContain("<script", "src=", "<link", "<b>bold");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/leaderboard?release=none-such | 404 | there is no release",
                "/api/v1/leaderboard?scorer=none-such@3 | 404 | there is no scorer",
                "/api/v1/reports/runs/no-id | 404 | there is no run",
                "/api/v1/reports/runs/00000000-0000-4000-8000-000000000000 | 404 | there is no run",
                "/api/v1/responses/00000000-0000-4000-8000-000000000000 | 404 | there is no response",
                "/api/v1/reports/runs?limit=0 | 400 | limit must be a number from 1 to 500",
                "/api/v1/reports/runs?after=rubbish | 400 | not a cursor",
                "/api/v1/exports/leaderboard?format=pdf | 400 | expected one of csv, json, html",
                "/api/v1/nothing | 404 | nothing at /api/v1/nothing"
            })
    void badRequestsGetProblemDocuments(String path, int status, String detail) {
        given().get(path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("detail", containsString(detail))
                .body(not(containsString("Exception")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dimension=Fairnes", "outcome=fine", "score=4", "after=x_y"})
    void badFiltersSayWhatIsAllowed(String query) {
        given().get("/api/v1/reports/runs/" + FIRST.id() + "/responses?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo(query.substring(0, query.indexOf('='))));
    }

    @Test
    void otherMethodsAreRefusedAndBrowsersGetAPage() {
        given().post("/api/v1/leaderboard").then().statusCode(405).contentType("application/problem+json");
        given().accept("text/html,application/xhtml+xml")
                .header("Accept-Language", "en")
                .get("/runs/none<script>alert(1)</script>")
                .then()
                .statusCode(404)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("Nothing here"), not(containsString("<script>alert")));
        given().accept("text/html").get("/no-such-page").then().statusCode(404).contentType("text/html;charset=UTF-8");
        given().get("/leaderboard?sort=colour").then().statusCode(400);
    }

    @Test
    void metricsHealthAndOpenApi() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        given().get("/q/metrics").asString())
                .contains("flames_report_run_progress_ratio{release=\"pages@1\",target=\"live-target\",version=\"1\"")
                .contains("flames_report_harmless_rate_ratio{dimension=\"overall\"")
                .contains("flames_report_harmless_score_ratio{dimension=\"data_protection\"")
                .contains("flames_report_responses{outcome=\"error\",target=\"live-target\"")
                .contains("flames_report_unscorable{")
                .contains("flames_report_projection_lag_seconds{topic=\"flames.scores\"")
                .contains("flames_report_projection_records_total{result=\"stored\",topic=\"flames.responses\"")
                .contains("flames_report_inference_seconds{scorer=\"report-scorer@1\",quantile=\"0.95\"")
                .contains("flames_report_inference_seconds_count{scorer=\"report-scorer@1\""));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200).body("checks.name", hasItems("database", "broker"));
        given().get("/q/openapi").then().statusCode(200).body(containsString("/api/v1/leaderboard"));
    }
}
