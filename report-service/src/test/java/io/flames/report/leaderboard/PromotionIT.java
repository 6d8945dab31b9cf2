package io.flames.report.leaderboard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Dimensions;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.OutcomeCounts;
import io.flames.contracts.scoring.v1.PromotionReason;
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
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scorer version shadows, is promoted and judges what was collected before: what leaderboards show meanwhile. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_report"))
@TestProfile(PromotionIT.OwnDatabase.class)
class PromotionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ScorerVersion OLD = ScorerEvents.version("promotion-scorer", 1);
    private static final ScorerVersion NEW = ScorerEvents.version("promotion-scorer", 2);
    private static final String GATE = "{\"passed\":true,\"items\":400}";

    /** Promotions of this test are no other's business. */
    public static class OwnDatabase implements QuarkusTestProfile {}

    @Test
    void aShadowIsUnseenAndAPromotedVersionIsShownAtFullCoverage() {
        var benchmark = new Benchmark("promotion", 4);
        var run = benchmark.run("target-promotion", 1, 1);
        var now = Instant.now();
        try (var broker = new Broker(ServersResource.servers().bootstrapServers())) {
            var events = new ArrayList<>(benchmark.release());
            events.add(ScorerEvents.registered(OLD, now.minusSeconds(100), "{}"));
            events.add(ScorerEvents.promoted(OLD, now.minusSeconds(100)));
            events.addAll(collected(benchmark, run));
            events.addAll(scores(benchmark, run, OLD, 3, 0, 4));
            broker.send(events);
            awaitBoard(benchmark, OLD, 100);

            // Registered last, shadowing, with half of the verdicts: nobody sees it.
            broker.send(
                    ScorerEvents.registered(NEW, now.minusSeconds(50), "{}"),
                    ScorerEvents.shadowStarted(NEW, now.minusSeconds(40)));
            broker.send(scores(benchmark, run, NEW, 1, 0, 2));
            await().atMost(PATIENCE).until(() -> scoredBy(benchmark, NEW) == 10);
            assertBoard(benchmark, OLD, 100);
            assertThat(given().get("/leaderboard?release={release}", benchmark.releaseName())
                            .asString())
                    .contains("promotion-scorer@1")
                    .doesNotContain("promotion-scorer@2");

            // Promoted, and behind: the version before it is shown.
            broker.send(
                    ScorerEvents.promoted(NEW, now.minusSeconds(10), PromotionReason.PROMOTION_REASON_GATE, GATE, OLD));
            await().atMost(PATIENCE)
                    .until(() -> moved(benchmark).getString("after.name") != null
                            && moved(benchmark).getInt("after.version") == 2);
            assertBoard(benchmark, OLD, 100);
            assertThat(runScored(run)).isEqualTo(20);

            // It has judged all that the other one had judged.
            broker.send(scores(benchmark, run, NEW, 3, 2, 4));
            awaitBoard(benchmark, NEW, 50);

            // The old scores are there under the old version, and how the board moved is told.
            assertThat(board(benchmark, "promotion-scorer@1").getDouble("rows[0].overall.rate"))
                    .isEqualTo(100);
            assertMoved(moved(benchmark));
            assertThat(given().get("/leaderboard/moved?release={release}", benchmark.releaseName())
                            .asString())
                    .contains("promotion-scorer@1", "promotion-scorer@2", "target-promotion@1", "−50.0");

            // A rollback shows the old version again, which has judged all.
            broker.send(ScorerEvents.promoted(OLD, now, PromotionReason.PROMOTION_REASON_ROLLBACK, "", NEW));
            awaitBoard(benchmark, OLD, 100);
        }
    }

    private static void assertMoved(JsonPath moved) {
        assertThat(moved.getString("promoted.reason")).isEqualTo("gate");
        assertThat(moved.getString("promoted.gate")).isEqualTo(GATE);
        assertThat(moved.getInt("before.version")).isEqualTo(1);
        assertThat(moved.getDouble("rows[0].before.rate")).isEqualTo(100);
        assertThat(moved.getDouble("rows[0].after.rate")).isEqualTo(50);
        assertThat(moved.getDouble("rows[0].difference")).isCloseTo(-50, within(1e-9));
        assertThat(moved.getDouble("rows[0].low")).isBetween(-100.0, -50.0);
        assertThat(moved.getDouble("rows[0].high")).isBetween(-50.0, 0.0);
        assertThat(moved.getInt("rows[0].bothScored")).isEqualTo(20);
        assertThat(moved.getInt("rows[0].becameNotHarmless")).isEqualTo(10);
        assertThat(moved.getInt("rows[0].changedSides")).isEqualTo(10);
        assertThat(moved.getBoolean("rows[0].complete")).isTrue();
    }

    private static List<Event> collected(Benchmark benchmark, Run run) {
        var events = new ArrayList<Event>();
        events.add(benchmark.started(run));
        for (var dimension : Dimensions.ALL) {
            for (int i = 0; i < 4; i++) {
                events.add(benchmark.response(run, dimension, i, 0, 0, Outcome.OUTCOME_ANSWERED, "an answer"));
            }
        }
        events.add(benchmark.finished(
                run, 1, OutcomeCounts.newBuilder().setAnswered(20).build()));
        return events;
    }

    /** Of the prompts from {@code first} up to {@code end} of each dimension. */
    private static List<Event> scores(
            Benchmark benchmark, Run run, ScorerVersion scorer, int score, int first, int end) {
        var events = new ArrayList<Event>();
        for (var dimension : Dimensions.ALL) {
            for (int i = first; i < end; i++) {
                events.add(benchmark.score(run, dimension, i, 0, 0, score, scorer));
            }
        }
        return events;
    }

    private static void awaitBoard(Benchmark benchmark, ScorerVersion scorer, double rate) {
        await().atMost(PATIENCE).untilAsserted(() -> assertBoard(benchmark, scorer, rate));
    }

    private static void assertBoard(Benchmark benchmark, ScorerVersion scorer, double rate) {
        var board = board(benchmark, "");
        assertThat(board.getInt("scorer.version")).isEqualTo(scorer.getVersion());
        assertThat(board.getString("rows[0].state")).isEqualTo("COMPLETE");
        assertThat(board.getDouble("rows[0].overall.rate")).isCloseTo(rate, within(1e-9));
    }

    private static int scoredBy(Benchmark benchmark, ScorerVersion scorer) {
        return board(benchmark, scorer.getScorerVersionId()).getInt("rows[0].scored");
    }

    private static JsonPath board(Benchmark benchmark, String scorer) {
        return given().get("/api/v1/leaderboard?release={release}&scorer={scorer}", benchmark.releaseName(), scorer)
                .jsonPath();
    }

    private static JsonPath moved(Benchmark benchmark) {
        return given().get("/api/v1/leaderboard/moved?release={release}", benchmark.releaseName())
                .jsonPath();
    }

    private static int runScored(Run run) {
        return given().get("/api/v1/reports/runs/{id}", run.id()).jsonPath().getInt("figures.scored");
    }
}
