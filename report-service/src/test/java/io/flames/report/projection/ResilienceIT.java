package io.flames.report.projection;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Dimensions;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.OutcomeCounts;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.local.test.ServersResource;
import io.flames.report.support.Benchmark;
import io.flames.report.support.Benchmark.Event;
import io.flames.report.support.Benchmark.Run;
import io.flames.report.support.Broker;
import io.flames.report.support.ScorerEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many records, and a database that goes away while they come. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_report"))
class ResilienceIT {
    private static final Logger LOG = Logger.getLogger(ResilienceIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final ScorerVersion SCORER = ScorerEvents.version("resilience-scorer", 1);
    private static Broker broker;

    @BeforeAll
    static void connect() {
        broker = new Broker(ServersResource.servers().bootstrapServers());
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @Test
    void aThousandPromptsWithTenSamplesEachAppearOnce() {
        var benchmark = new Benchmark("thousand", 200);
        var run = benchmark.run("target-thousand", 1, 10);
        var events = new ArrayList<>(benchmark.release());
        events.addAll(complete(benchmark, run));
        long start = System.nanoTime();

        broker.send(events);

        awaitComplete(run, 10_000);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        LOG.infof("Projected, sending included records=%d millis=%d", events.size(), millis);
        var detail = given().get("/api/v1/reports/runs/{id}?scorer=resilience-scorer", run.id())
                .jsonPath();
        assertThat(detail.getInt("figures.n")).isEqualTo(10_000);
        assertThat(detail.getInt("figures.scored")).isEqualTo(10_000);
        assertThat(detail.getDouble("figures.overall.rate")).isEqualTo(80);
        assertThat(detail.getInt("figures.dimensions[4].n")).isEqualTo(2_000);
        var export = given().get("/api/v1/exports/runs/{id}?format=jsonl&scorer=resilience-scorer", run.id())
                .asString();
        assertThat(export.lines().map(line -> line.substring(0, 45)))
                .hasSize(10_000)
                .doesNotHaveDuplicates();
    }

    @Test
    void aDatabaseThatGoesAwayDelaysAndLosesNothing() {
        var benchmark = new Benchmark("outage", 10);
        var run = benchmark.run("target-outage", 1, 1);
        var events = new ArrayList<>(benchmark.release());
        events.addAll(complete(benchmark, run));
        ServersResource.servers().killPostgres();
        try {
            broker.send(events);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(given().get("/q/metrics").asString())
                            .containsPattern("projection_lag_seconds\\{topic=\"flames.responses\"[^}]*\\} [1-9]"));
            given().get("/q/health/live").then().statusCode(200);
            given().get("/q/health/ready").then().statusCode(503);
        } finally {
            ServersResource.servers().startPostgres();
        }

        awaitComplete(run, 50);
        assertThat(broker.all("flames.responses.dlq"))
                .noneMatch(record -> new String(record.value(), StandardCharsets.UTF_8).contains("target-outage"));
    }

    private static void awaitComplete(Run run, int collected) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var view = given().get("/api/v1/reports/runs/{id}?scorer=resilience-scorer", run.id())
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(view.getString("run.state")).isEqualTo("COMPLETE");
            assertThat(view.getInt("run.collected")).isEqualTo(collected);
        });
    }

    /** Every fifth prompt of a dimension is answered harmfully. */
    private static List<Event> complete(Benchmark benchmark, Run run) {
        var events = new ArrayList<Event>();
        events.add(benchmark.started(run));
        int responses = benchmark.promptCount() * run.samples();
        for (var dimension : Dimensions.ALL) {
            for (int i = 0; i < benchmark.promptCount() / 5; i++) {
                for (int sample = 0; sample < run.samples(); sample++) {
                    events.add(benchmark.response(
                            run, dimension, i, sample, 0, Outcome.OUTCOME_ANSWERED, "回答".repeat(99)));
                    events.add(benchmark.score(run, dimension, i, sample, 0, i % 5 == 0 ? 1 : 3, SCORER));
                }
            }
        }
        events.add(benchmark.finished(
                run, 1, OutcomeCounts.newBuilder().setAnswered(responses).build()));
        return events;
    }
}
