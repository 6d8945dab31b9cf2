package io.flames.generation;

import static io.flames.generation.support.RunEvents.collected;
import static io.flames.generation.support.RunEvents.namesOf;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.generation.support.ReleasePublisher.Published;
import io.flames.generation.support.ScoringPeer;
import io.flames.generation.support.ScriptedTarget;
import io.flames.generation.support.ScriptedTarget.Reply;
import io.flames.generation.support.TopicReader;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** From a published release to responses that scoring has acknowledged, with a real broker and a real Postgres. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(ScoringPeer.class)
class CollectIT extends Collecting {
    @Test
    void aReleaseIsAnsweredByItsFollowersAndItsResponsesReachScoring() {
        try (var target = new ScriptedTarget(call -> Reply.ok("回答：" + call.prompt()));
                var responses = new TopicReader(bootstrapServers, Topics.RESPONSES);
                var runs = new TopicReader(bootstrapServers, Topics.RUNS)) {
            addTarget(name, target, Map.of("follows", List.of(name), "samples", 2, "maxConcurrency", 7));

            var release = publisher.publish(name, 1, 40);

            var run = awaitRun(name, "FINISHED");
            assertThat(run.getLong("counts.answered")).isEqualTo(80);
            assertThat(run.getString("trigger")).isEqualTo("RELEASE");
            assertThat(target.mostInFlight()).isBetween(1, 7);
            assertThat(target.calls()).hasSize(80).allMatch(call -> call.path().equals("/v1/chat/completions"));
            var runId = run.getString("id");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(collected(responses, runId)).hasSize(80));
            var response = collected(responses, runId).get(0);
            assertThat(response.getOutcome()).isEqualTo(Outcome.OUTCOME_ANSWERED);
            assertThat(response.getText()).isEqualTo("回答：" + response.getPrompt());
            assertThat(response.getReturnedModel()).isEqualTo("scripted-1");
            assertThat(response.getPromptTokens()).isEqualTo(7);
            assertThat(response.getReleaseId()).isEqualTo(release.releaseId().toString());
            assertThat(collected(responses, runId).stream()
                            .map(ResponseCollected::getResponseId)
                            .collect(Collectors.toSet()))
                    .hasSize(80);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(namesOf(runs, runId))
                    .containsExactly("RUN_STARTED", "RUN_FINISHED"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(ScoringPeer.receivedOf(runId))
                    .isEqualTo(80));
        }
    }

    @Test
    void aReplayedReleaseStartsNoSecondRun() {
        try (var target = new ScriptedTarget(call -> Reply.ok("好"))) {
            addTarget(name, target, Map.of("follows", List.of(name)));
            var release = publisher.publish(name, 1, 5);
            awaitRun(name, "FINISHED");
            var later = publisher.publish(name, 2, 3);
            await().atMost(PATIENCE).until(() -> runsOf(name).size() == 2);

            replay(release);
            replay(later);
            awaitConsumed(release);
            awaitConsumed(later);

            assertThat(runsOf(name)).hasSize(2);
            assertThat(target.calls()).hasSize(8);
        }
    }

    @Test
    void aNewVersionAnswersTheLatestRelease() {
        try (var target = new ScriptedTarget(call -> Reply.ok("好"))) {
            addTarget(name, target, Map.of("follows", List.of(name)));
            publisher.publish(name, 1, 2);
            awaitRun(name, "FINISHED");

            given().contentType("application/json")
                    .body(Map.of("temperature", 0.5))
                    .post("/api/v1/targets/" + name + "/versions")
                    .then()
                    .statusCode(201)
                    .body("version", equalTo(2));

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(runsOf(name))
                    .hasSize(2)
                    .allMatch(run -> "FINISHED".equals(run.get("status")))
                    .anyMatch(run -> "TARGET_VERSION".equals(run.get("trigger"))));
            assertThat(target.calls()).hasSize(4);
            assertThat(target.calls().stream()
                            .filter(call -> call.body().path("temperature").asDouble() == 0.5))
                    .hasSize(2);
        }
    }

    @Test
    void aMalformedRecordGoesToTheDeadLetterTopicAndThePartitionMovesOn() {
        var release = new Published(UUID.randomUUID(), UUID.randomUUID(), name, 1, 3);
        publisher.include(release, 0);
        publisher.close(release);

        try (var letters = new TopicReader(bootstrapServers, Topics.deadLetterOf(Topics.PROMPT_RELEASES))) {
            var key = release.releaseId().toString();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(letters.read(record -> key.equals(record.key())))
                    .hasSize(1));
            var letter = letters.read(record -> key.equals(record.key())).get(0);
            assertThat(header(letter, "dead-letter-reason")).contains("3 prompts", "1 came before");
        }
        var good = publisher.publish(name + "-good", 1, 1);
        awaitConsumed(good);
    }

    private void replay(Published release) {
        publisher.include(release, 0);
        publisher.close(release);
    }
}
