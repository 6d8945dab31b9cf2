package io.flames.report.projection;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Dimensions;
import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.OutcomeCounts;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.local.test.ServersResource;
import io.flames.report.support.Benchmark;
import io.flames.report.support.Benchmark.Event;
import io.flames.report.support.Benchmark.Run;
import io.flames.report.support.Broker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events of a whole run over a real broker into a real Postgres, and the figures that come out over REST. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_report"))
class ProjectionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ScorerVersion SCORER = Benchmark.scorer("projection-scorer", 1);
    private static Broker broker;

    @BeforeAll
    static void connect() {
        broker = new Broker(ServersResource.servers().bootstrapServers());
        broker.send(Benchmark.registered(SCORER, Instant.now(), "{}"));
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    /** Of 4 prompts a dimension: Fairness 3,3,2,1; Safety 3,1,1,1; Morality 3,3,3,2; Legality 3,1,3,1; Data 3,3,3,1. */
    private static final int[][] SCORES = {{3, 3, 2, 1}, {3, 1, 1, 1}, {3, 3, 3, 2}, {3, 1, 3, 1}, {3, 3, 3, 1}};

    private static final double RATE = (50 + 25 + 75 + 50 + 75) / 5.0;
    private static final double SCORE = (75 + 50 + 1100 / 12.0 + 800 / 12.0 + 1000 / 12.0) / 5;

    @Test
    void shuffledAndDuplicatedEventsGiveTheFiguresComputedByHand() {
        var benchmark = new Benchmark("shuffled", 4);
        var run = benchmark.run("target-shuffled", 1, 1);
        var events = new ArrayList<>(benchmark.release());
        events.addAll(complete(benchmark, run, SCORES));
        events.addAll(List.copyOf(events));
        Collections.shuffle(events, new Random(7));

        broker.send(events);

        var row = awaitRow(benchmark, run, "COMPLETE");
        assertThat(row.getInt("n")).isEqualTo(20);
        assertThat(row.getInt("scored")).isEqualTo(20);
        assertThat(row.getInt("notScored")).isZero();
        assertThat(row.getInt("rank")).isEqualTo(1);
        assertThat(row.getBoolean("partial")).isFalse();
        assertThat(row.getDouble("overall.rate")).isCloseTo(RATE, within(1e-4));
        assertThat(row.getDouble("overall.score")).isCloseTo(SCORE, within(1e-4));
        assertThat(row.getList("dimensions.dimension"))
                .containsExactly("Fairness", "Safety", "Morality", "Legality", "Data protection");
        assertThat(row.getDouble("dimensions[0].rate")).isEqualTo(50);
        assertThat(row.getDouble("dimensions[0].rateLow")).isCloseTo(15.0039, within(1e-3));
        assertThat(row.getDouble("dimensions[0].rateHigh")).isCloseTo(84.9961, within(1e-3));
        var run0 = given().get("/api/v1/reports/runs/{id}", run.id()).jsonPath();
        assertThat(run0.getInt("run.collected")).isEqualTo(20);
        assertThat(run0.getInt("run.outcomes.answered")).isEqualTo(20);
        assertThat(run0.getList("matrix")).hasSize(10);
    }

    @Test
    void aLaterRevisionReplacesTheResponseAndItsOldVerdict() {
        var benchmark = new Benchmark("revised", 1);
        var run = benchmark.run("target-revised", 1, 1);
        var all = Dimension.DIMENSION_FAIRNESS;
        var events = new ArrayList<>(benchmark.release());
        events.addAll(complete(benchmark, run, new int[][] {{3}, {3}, {3}, {3}, {3}}));
        events.add(benchmark.response(run, all, 0, 0, 1, Outcome.OUTCOME_ANSWERED, "asked again"));
        broker.send(events);
        var waiting = awaitRow(benchmark, run, "SCORING");
        assertThat(waiting.getObject("rank", Integer.class)).isNull();
        assertThat(waiting.getInt("scored")).isEqualTo(4);

        // the old revision comes again, after the new one, and changes nothing
        broker.send(
                benchmark.response(run, all, 0, 0, 0, Outcome.OUTCOME_ANSWERED, "the old answer"),
                benchmark.score(run, all, 0, 0, 1, 1, SCORER));

        var row = awaitRow(benchmark, run, "COMPLETE");
        assertThat(row.getDouble("overall.rate")).isEqualTo(80);
        var response = given().get("/api/v1/responses/{id}", benchmark.responseId(run, all, 0, 0))
                .jsonPath();
        assertThat(response.getInt("response.revision")).isEqualTo(1);
        assertThat(response.getString("response.response")).isEqualTo("asked again");
        assertThat(response.getInt("response.verdict.score")).isEqualTo(1);
        assertThat(response.getList("verdicts.score")).containsExactly(1, 3);
        assertThat(response.getString("lineage.release")).isEqualTo("revised@1");
        assertThat(response.getString("lineage.releaseDigest")).hasSize(64);
        assertThat(response.getString("scorer.name")).isEqualTo("projection-scorer");
    }

    @Test
    void aPartialRunIsMarkedAndNeverRanked() {
        var benchmark = new Benchmark("partial", 4);
        var whole = benchmark.run("target-whole", 1, 1);
        var cut = benchmark.run("target-cut", 1, 1);
        var events = new ArrayList<>(benchmark.release());
        events.addAll(complete(benchmark, whole, SCORES));
        events.add(benchmark.started(cut));
        for (var dimension : Dimensions.ALL) {
            events.add(benchmark.response(cut, dimension, 0, 0, 0, Outcome.OUTCOME_ANSWERED, "harmless"));
            events.add(benchmark.score(cut, dimension, 0, 0, 0, 3, SCORER));
        }
        events.add(benchmark.cancelled(cut, 1, answered(5), "cancelled by hand"));
        broker.send(events);

        var row = awaitRow(benchmark, cut, "CANCELLED");
        awaitRow(benchmark, whole, "COMPLETE");
        assertThat(row.getDouble("overall.rate")).isEqualTo(100);
        assertThat(row.getObject("rank", Integer.class)).isNull();
        assertThat(row.getBoolean("partial")).isTrue();
        assertThat(row.getInt("n")).isEqualTo(20);
        assertThat(row.getInt("notScored")).isEqualTo(15);
        assertThat(row.getDouble("overall.lowerBound")).isEqualTo(25);
        assertThat(row.getDouble("overall.upperBound")).isEqualTo(100);
        var board = leaderboard(benchmark);
        assertThat(board.getString("rows[0].targetName")).isEqualTo("target-whole");
        assertThat(board.getInt("rows[0].rank")).isEqualTo(1);

        // resumed: a finish under a higher sequence replaces the cancellation, an old one does not
        var rest = new ArrayList<Event>();
        rest.add(benchmark.finished(cut, 2, answered(20)));
        rest.add(benchmark.cancelled(cut, 1, answered(5), "cancelled by hand"));
        rest.addAll(answers(benchmark, cut, SCORES));
        broker.send(rest);
        assertThat(awaitRow(benchmark, cut, "COMPLETE").getInt("rank")).isEqualTo(1);
    }

    @Test
    void whatIsNotAnAnswerIsCountedAndBoundsTheRate() {
        var benchmark = new Benchmark("outcomes", 2);
        var run = benchmark.run("target-outcomes", 1, 1);
        var events = new ArrayList<>(benchmark.release());
        events.add(benchmark.started(run));
        for (var dimension : Dimensions.ALL) {
            events.add(benchmark.response(run, dimension, 0, 0, 0, Outcome.OUTCOME_ANSWERED, "harmless"));
            events.add(benchmark.score(run, dimension, 0, 0, 0, 3, SCORER));
        }
        events.add(benchmark.response(run, Dimension.DIMENSION_FAIRNESS, 1, 0, 0, Outcome.OUTCOME_FILTERED_INPUT, ""));
        events.add(benchmark.response(run, Dimension.DIMENSION_SAFETY, 1, 0, 0, Outcome.OUTCOME_ERROR, ""));
        events.add(benchmark.response(run, Dimension.DIMENSION_MORALITY, 1, 0, 0, Outcome.OUTCOME_EMPTY, ""));
        events.add(benchmark.response(run, Dimension.DIMENSION_LEGALITY, 1, 0, 0, Outcome.OUTCOME_TRUNCATED, "cut"));
        events.add(benchmark.score(run, Dimension.DIMENSION_LEGALITY, 1, 0, 0, 1, SCORER));
        events.add(
                benchmark.response(run, Dimension.DIMENSION_DATA_PROTECTION, 1, 0, 0, Outcome.OUTCOME_ANSWERED, "x"));
        events.add(benchmark.score(run, Dimension.DIMENSION_DATA_PROTECTION, 1, 0, 0, null, SCORER));
        events.add(benchmark.finished(
                run,
                1,
                OutcomeCounts.newBuilder()
                        .setAnswered(6)
                        .setFilteredInput(1)
                        .setError(1)
                        .setEmpty(1)
                        .setTruncated(1)
                        .build()));
        broker.send(events);

        var row = awaitRow(benchmark, run, "COMPLETE");
        assertThat(row.getInt("scored")).isEqualTo(6);
        assertThat(row.getInt("notScored")).isEqualTo(4);
        assertThat(row.getDouble("overall.rate")).isEqualTo(90);
        assertThat(row.getDouble("overall.lowerBound")).isEqualTo(50);
        assertThat(row.getDouble("overall.upperBound")).isEqualTo(90);
        var detail = given().get("/api/v1/reports/runs/{id}", run.id()).jsonPath();
        assertThat(detail.getInt("run.unscorable")).isEqualTo(1);
        assertThat(detail.getInt("run.outcomes.filteredInput")).isEqualTo(1);
        var unscorable = given().get("/api/v1/reports/runs/{id}/responses?score=unscorable", run.id())
                .then()
                .log()
                .ifValidationFails()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(unscorable.getList("items.dimension")).containsExactly("Data protection");
        assertThat(unscorable.getString("items[0].verdict.unscorableReason")).isEqualTo("blank");
    }

    @Test
    void theChangeAgainstThePreviousVersionIsPairedByPrompt() {
        var benchmark = new Benchmark("versions", 4);
        var before = benchmark.run("target-versions", 1, 1);
        var after = benchmark.run("target-versions", 2, 1);
        var events = new ArrayList<>(benchmark.release());
        events.addAll(complete(benchmark, before, SCORES));
        events.addAll(complete(
                benchmark, after, new int[][] {{3, 3, 3, 3}, {3, 3, 3, 3}, {3, 3, 3, 3}, {3, 1, 3, 3}, {3, 3, 3, 1}}));
        Collections.shuffle(events, new Random(3));
        broker.send(events);

        var row = awaitRow(benchmark, after, "COMPLETE");
        awaitRow(benchmark, before, "COMPLETE");
        row = awaitRow(benchmark, after, "COMPLETE");
        assertThat(row.getInt("change.previousVersion")).isEqualTo(1);
        assertThat(row.getDouble("change.overall")).isCloseTo(90 - RATE, within(1e-4));
        assertThat(row.getInt("change.better")).isEqualTo(7);
        assertThat(row.getInt("change.worse")).isZero();
        assertThat(row.getDouble("change.pValue")).isCloseTo(2 / 128.0, within(1e-12));
        assertThat(leaderboard(benchmark).getList("rows.targetVersion")).containsExactly(2, 1);
    }

    @Test
    void aMalformedRecordGoesToTheDeadLetterTopicAndThePartitionMovesOn() {
        var benchmark = new Benchmark("malformed", 4);
        var run = benchmark.run("target-malformed", 1, 1);
        var key = UUID.randomUUID().toString();
        var scoreKey = UUID.randomUUID().toString();
        var events = new ArrayList<>(benchmark.release());
        events.add(new Event(Topics.RESPONSES, key, "not protobuf at all".getBytes(StandardCharsets.UTF_8)));
        events.add(new Event(
                Topics.SCORES,
                scoreKey,
                benchmark
                        .score(run, Dimension.DIMENSION_LEGALITY, 0, 0, 0, 2, SCORER)
                        .value()));
        events.addAll(complete(benchmark, run, SCORES));
        broker.send(events);

        awaitRow(benchmark, run, "COMPLETE");
        var refused =
                await().atMost(PATIENCE).until(() -> deadLetter(Topics.RESPONSES, key), java.util.Objects::nonNull);
        assertThat(new String(refused.value(), StandardCharsets.UTF_8)).isEqualTo("not protobuf at all");
        assertThat(header(refused, "dead-letter-reason")).contains("not a protobuf envelope");
        assertThat(header(refused, "dead-letter-topic")).isEqualTo(Topics.RESPONSES);
        var score =
                await().atMost(PATIENCE).until(() -> deadLetter(Topics.SCORES, scoreKey), java.util.Objects::nonNull);
        assertThat(header(score, "dead-letter-reason"))
                .isEqualTo("score 2 is none of Legality, expected one of [3, 1]");
    }

    @Test
    void aNulCharacterInAnAnswerPoisonsNothing() {
        var benchmark = new Benchmark("nul", 4);
        var run = benchmark.run("target-nul", 1, 1);
        var events = new ArrayList<>(benchmark.release());
        events.add(benchmark.response(
                run, Dimension.DIMENSION_SAFETY, 0, 0, 0, Outcome.OUTCOME_ANSWERED, "before\0after"));
        events.addAll(complete(benchmark, run, SCORES));
        broker.send(events);

        awaitRow(benchmark, run, "COMPLETE");
        var response = given().get(
                        "/api/v1/responses/{id}", benchmark.responseId(run, Dimension.DIMENSION_SAFETY, 0, 0))
                .jsonPath();
        assertThat(response.getString("response.response")).isEqualTo("before\uFFFDafter");
    }

    private static List<Event> complete(Benchmark benchmark, Run run, int[][] scores) {
        var events = new ArrayList<Event>();
        events.add(benchmark.started(run));
        events.addAll(answers(benchmark, run, scores));
        events.add(benchmark.finished(run, 1, answered(benchmark.promptCount())));
        return events;
    }

    private static List<Event> answers(Benchmark benchmark, Run run, int[][] scores) {
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

    private static OutcomeCounts answered(int count) {
        return OutcomeCounts.newBuilder().setAnswered(count).build();
    }

    private static JsonPath awaitRow(Benchmark benchmark, Run run, String state) {
        return await().atMost(PATIENCE)
                .until(() -> row(benchmark, run), row -> row != null && state.equals(row.getString("state")))
                .setRootPath("");
    }

    private static JsonPath row(Benchmark benchmark, Run run) {
        var board =
                given().get("/api/v1/leaderboard?release={release}&scorer=projection-scorer", benchmark.releaseName());
        if (board.statusCode() != 200) {
            return null;
        }
        var ids = board.jsonPath().getList("rows.runId", String.class);
        int at = ids.indexOf(run.id().toString());
        return at < 0 ? null : new JsonPath(toJson(board.jsonPath().getMap("rows[" + at + "]")));
    }

    private static JsonPath leaderboard(Benchmark benchmark) {
        return given().get("/api/v1/leaderboard?release={release}&scorer=projection-scorer", benchmark.releaseName())
                .jsonPath();
    }

    private static String toJson(Object value) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(value);
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ConsumerRecord<String, byte[]> deadLetter(String topic, String key) {
        return broker.all(Topics.deadLetterOf(topic)).stream()
                .filter(record -> key.equals(record.key()))
                .findFirst()
                .orElse(null);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
