package io.flames.report.projection;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Runs whose verdicts are known, sent as events, and what the leaderboard says of them. */
abstract class Projecting {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final ScorerVersion SCORER = ScorerEvents.version("projection-scorer", 1);
    /** Of 4 prompts a dimension: Fairness 3,3,2,1; Safety 3,1,1,1; Morality 3,3,3,2; Legality 3,1,3,1; Data 3,3,3,1. */
    static final int[][] SCORES = {{3, 3, 2, 1}, {3, 1, 1, 1}, {3, 3, 3, 2}, {3, 1, 3, 1}, {3, 3, 3, 1}};

    static Broker broker;

    @BeforeAll
    static void connect() {
        broker = new Broker(ServersResource.servers().bootstrapServers());
        broker.send(ScorerEvents.registered(SCORER, Instant.now(), "{}"));
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    static List<Event> complete(Benchmark benchmark, Run run, int[][] scores) {
        var events = new ArrayList<Event>();
        events.add(benchmark.started(run));
        events.addAll(answers(benchmark, run, scores));
        events.add(benchmark.finished(run, 1, answered(benchmark.promptCount())));
        return events;
    }

    static List<Event> answers(Benchmark benchmark, Run run, int[][] scores) {
        var events = new ArrayList<Event>();
        for (var dimension : Dimensions.ALL) {
            var row = scores[dimension.getNumber() - 1];
            for (int i = 0; i < row.length; i++) {
                events.add(benchmark.response(run, dimension, i, 0, 0, Outcome.OUTCOME_ANSWERED, "answer " + i));
                events.add(benchmark.score(run, dimension, i, 0, 0, row[i], SCORER));
            }
        }
        return events;
    }

    static OutcomeCounts answered(int count) {
        return OutcomeCounts.newBuilder().setAnswered(count).build();
    }

    static JsonPath awaitRow(Benchmark benchmark, Run run, String state) {
        return await().atMost(PATIENCE)
                .until(() -> row(benchmark, run), row -> row != null && state.equals(row.getString("state")))
                .setRootPath("");
    }

    private static @Nullable JsonPath row(Benchmark benchmark, Run run) {
        var board =
                given().get("/api/v1/leaderboard?release={release}&scorer=projection-scorer", benchmark.releaseName());
        if (board.statusCode() != 200) {
            return null;
        }
        var ids = board.jsonPath().getList("rows.runId", String.class);
        int at = ids.indexOf(run.id().toString());
        return at < 0 ? null : new JsonPath(toJson(board.jsonPath().getMap("rows[" + at + "]")));
    }

    static JsonPath leaderboard(Benchmark benchmark) {
        return given().get("/api/v1/leaderboard?release={release}&scorer=projection-scorer", benchmark.releaseName())
                .jsonPath();
    }

    private static String toJson(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
