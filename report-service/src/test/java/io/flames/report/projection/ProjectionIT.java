package io.flames.report.projection;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.local.test.ServersResource;
import io.flames.report.support.Benchmark;
import io.flames.report.support.Benchmark.Event;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Events that come late, again, or broken, over a real broker into a real Postgres. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_report"))
class ProjectionIT extends Projecting {
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
        var refused = await().atMost(PATIENCE).until(() -> deadLetter(Topics.RESPONSES, key), Objects::nonNull);
        assertThat(new String(refused.value(), StandardCharsets.UTF_8)).isEqualTo("not protobuf at all");
        assertThat(header(refused, "dead-letter-reason")).contains("not a protobuf envelope");
        assertThat(header(refused, "dead-letter-topic")).isEqualTo(Topics.RESPONSES);
        var score = await().atMost(PATIENCE).until(() -> deadLetter(Topics.SCORES, scoreKey), Objects::nonNull);
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
