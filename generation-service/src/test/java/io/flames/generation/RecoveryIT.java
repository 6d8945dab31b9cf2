package io.flames.generation;

import static io.flames.generation.support.RunEvents.collected;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.ResponseCollected;
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
import org.junit.jupiter.api.Test;

/** Broker and Postgres are killed while a run goes, one at a time. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(ScoringPeer.class)
class RecoveryIT extends Collecting {
    private static final Duration RECOVERY = Duration.ofSeconds(120);
    private static final int PROMPTS = 120;

    @Test
    void aKilledPostgresCostsNoResponse() {
        survives(ServersResource.servers()::killPostgres, ServersResource.servers()::startPostgres);
    }

    @Test
    void aKilledBrokerCostsNoResponse() {
        survives(ServersResource.servers()::killBroker, ServersResource.servers()::startBroker);
    }

    private void survives(Runnable kill, Runnable start) {
        try (var target = new ScriptedTarget(call -> Reply.ok("好", 50))) {
            addTarget(name, target, Map.of("maxConcurrency", 4, "follows", List.of(name)));
            publisher.publish(name, 1, PROMPTS);
            await().atMost(RECOVERY).until(() -> target.calls().size() > PROMPTS / 4);

            kill.run();
            int atKill = target.calls().size();
            start.run();

            await().atMost(RECOVERY).ignoreExceptions().until(() -> given().get("/api/v1/runs?target=" + name)
                    .jsonPath()
                    .getString("items[0].status")
                    .equals("FINISHED"));
            var run = given().get("/api/v1/runs?target=" + name).jsonPath();
            assertThat(atKill).isLessThan(PROMPTS);
            assertThat(run.getInt("items[0].counts.answered")).isEqualTo(PROMPTS);
            assertThat(target.calls().size()).isBetween(PROMPTS, PROMPTS + 8);
            var runId = run.getString("items[0].id");
            try (var responses = new TopicReader(bootstrapServers, Topics.RESPONSES)) {
                await().atMost(RECOVERY).untilAsserted(() -> assertThat(collected(responses, runId).stream()
                                .map(ResponseCollected::getResponseId)
                                .distinct())
                        .hasSize(PROMPTS));
            }
            await().atMost(RECOVERY).until(() -> ScoringPeer.receivedOf(runId) == PROMPTS);
        }
    }
}
