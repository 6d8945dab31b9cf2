package io.flames.generation;

import static io.flames.generation.support.RunEvents.collected;
import static io.flames.generation.support.RunEvents.namesOf;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.generation.support.ScoringPeer;
import io.flames.generation.support.ScriptedTarget;
import io.flames.generation.support.ScriptedTarget.Reply;
import io.flames.generation.support.TopicReader;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Targets that fail or ask for patience. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(ScoringPeer.class)
class TargetFaultsIT extends Collecting {
    @Test
    void aTargetThatAlwaysFailsEndsItsTasksAndSlowsNobody() {
        try (var bad = new ScriptedTarget(call -> Reply.status(503));
                var good = new ScriptedTarget(call -> Reply.ok("好"))) {
            addTarget(name + "-bad", bad, Map.of("follows", List.of(name), "maxConcurrency", 4));
            addTarget(name, good, Map.of("follows", List.of(name)));

            publisher.publish(name, 1, 10);

            awaitRun(name, "FINISHED");
            var run = awaitRun(name + "-bad", "FINISHED");
            assertThat(run.getLong("counts.error")).isEqualTo(10);
            assertThat(run.getLong("calls")).isEqualTo(60);
            assertThat(bad.calls()).hasSize(60);

            bad.script(call -> Reply.ok("好了"));
            var id = run.getString("id");
            given().post("/api/v1/runs/" + id + "/reask").then().statusCode(200).body("status", equalTo("RUNNING"));
            await().atMost(PATIENCE).untilAsserted(() -> given().get("/api/v1/runs/" + id)
                    .then()
                    .body("status", equalTo("FINISHED"))
                    .body("counts.answered", equalTo(10))
                    .body("counts.error", equalTo(0)));
            try (var responses = new TopicReader(bootstrapServers, Topics.RESPONSES);
                    var runs = new TopicReader(bootstrapServers, Topics.RUNS)) {
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(collected(responses, id))
                        .hasSize(20));
                assertThat(collected(responses, id).stream().filter(r -> r.getRevision() == 1))
                        .hasSize(10)
                        .allMatch(r -> r.getOutcome() == Outcome.OUTCOME_ANSWERED);
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(namesOf(runs, id))
                        .containsExactly("RUN_STARTED", "RUN_FINISHED", "RUN_FINISHED"));
            }
        }
    }

    @Test
    void aRefusalForTheRateIsWaitedForAsTheEndpointAsks() {
        var refused = new AtomicBoolean();
        try (var target = new ScriptedTarget(call -> refused.compareAndSet(false, true)
                ? new Reply(429, Map.of("retry-after", "2"), "{}", 0)
                : Reply.ok("好"))) {
            addTarget(name, target, Map.of("follows", List.of(name), "maxConcurrency", 1));

            publisher.publish(name, 1, 2);

            var run = awaitRun(name, "FINISHED");
            assertThat(run.getLong("counts.answered")).isEqualTo(2);
            var calls = List.copyOf(target.calls());
            assertThat(calls).hasSize(3);
            assertThat(Duration.ofNanos(calls.get(1).atNanos() - calls.get(0).atNanos()))
                    .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(10));
        }
    }
}
