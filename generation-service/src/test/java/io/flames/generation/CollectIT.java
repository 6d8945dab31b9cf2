package io.flames.generation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.Outcome;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.contracts.generation.v1.RunEvent;
import io.flames.generation.support.ReleasePublisher;
import io.flames.generation.support.ReleasePublisher.Published;
import io.flames.generation.support.ScoringPeer;
import io.flames.generation.support.ScriptedTarget;
import io.flames.generation.support.ScriptedTarget.Reply;
import io.flames.generation.support.TopicReader;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a published release to responses that scoring has acknowledged, with a real broker and a real Postgres. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(ScoringPeer.class)
class CollectIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger NAMES = new AtomicInteger();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    private ReleasePublisher publisher;
    private String name = "";

    @BeforeEach
    void open() {
        publisher = new ReleasePublisher(bootstrapServers);
        name = "collect-" + NAMES.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
    }

    @AfterEach
    void close() {
        publisher.close();
    }

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
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(eventsOf(runs, runId))
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
            publisher.publish(name + "-after", 1, 1);

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> given().get("/api/v1/runs?limit=1").then().statusCode(200));
            awaitRelease(name + "-after@1");
            assertThat(runsOf(name)).hasSize(2);
            assertThat(target.calls()).hasSize(8);
        }
    }

    private void replay(Published release) {
        publisher.include(release, 0);
        publisher.close(release);
    }

    private void awaitRelease(String ref) {
        await().atMost(PATIENCE)
                .until(() -> given().contentType("application/json")
                                .body(Map.of("target", name, "release", ref))
                                .post("/api/v1/runs")
                                .statusCode()
                        != 404);
    }

    private static void addTarget(String name, ScriptedTarget target, Map<String, ?> more) {
        var body = new java.util.HashMap<String, Object>(more);
        body.put("name", name);
        body.put("baseUrl", target.url());
        body.put("model", "scripted");
        given().contentType("application/json")
                .body(body)
                .post("/api/v1/targets")
                .then()
                .statusCode(201)
                .body("version", equalTo(1));
    }

    private static JsonPath awaitRun(String target, String status) {
        await().atMost(PATIENCE).until(() -> runsOf(target).stream().anyMatch(run -> status.equals(run.get("status"))));
        var id = runsOf(target).stream()
                .filter(run -> status.equals(run.get("status")))
                .findFirst()
                .orElseThrow()
                .get("id");
        return given().get("/api/v1/runs/" + id).jsonPath();
    }

    private static List<Map<String, Object>> runsOf(String target) {
        return given().get("/api/v1/runs?target=" + target).jsonPath().getList("items");
    }

    private static List<ResponseCollected> collected(TopicReader reader, String runId) {
        return reader.read(record -> true).stream()
                .map(record -> {
                    try {
                        return ResponseEvent.parseFrom(record.value()).getResponseCollected();
                    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                        return ResponseCollected.getDefaultInstance();
                    }
                })
                .filter(response -> response.getRunId().equals(runId))
                .toList();
    }

    private static List<String> eventsOf(TopicReader reader, String runId) {
        return reader.read(record -> runId.equals(record.key())).stream()
                .map(record -> {
                    try {
                        return RunEvent.parseFrom(record.value()).getEventCase().name();
                    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                        return "MALFORMED";
                    }
                })
                .toList();
    }
}
