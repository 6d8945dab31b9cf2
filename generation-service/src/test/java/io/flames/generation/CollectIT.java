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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
            passes(release);
            passes(later);

            assertThat(runsOf(name)).hasSize(2);
            assertThat(target.calls()).hasSize(8);
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
        passes(good);
    }

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
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(eventsOf(runs, id))
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

    @Test
    void aRunIsCancelledAndResumed() {
        try (var target = new ScriptedTarget(call -> Reply.ok("好", 30))) {
            addTarget(name, target, Map.of("maxConcurrency", 1, "requestsPerMinute", 600));
            publisher.publish(name, 1, 60);
            awaitRelease(name + "@1");
            var id = runsOf(name).get(0).get("id").toString();
            await().atMost(PATIENCE).until(() -> !target.calls().isEmpty());

            given().post("/api/v1/runs/" + id + "/cancel")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("CANCELLED"))
                    .body("reason", equalTo("cancelled by hand"));
            given().post("/api/v1/runs/" + id + "/cancel")
                    .then()
                    .statusCode(409)
                    .contentType("application/problem+json");
            await().atMost(PATIENCE)
                    .until(() -> given().get("/api/v1/runs/" + id).jsonPath().getInt("inFlight") == 0);
            int before = target.calls().size();
            assertThat(before).isLessThan(60);

            given().post("/api/v1/runs/" + id + "/resume").then().statusCode(200);
            var run = awaitRun(name, "FINISHED");
            assertThat(run.getLong("counts.answered")).isEqualTo(60);
            assertThat(target.calls()).hasSize(60);
        }
    }

    @Test
    void aBudgetThatIsUsedUpCancelsTheRunAndALargerOneResumesIt() {
        try (var target = new ScriptedTarget(call -> Reply.ok("好"))) {
            addTarget(name, target, Map.of("follows", List.of(name), "budget", Map.of("maxCalls", 4)));
            publisher.publish(name, 1, 9);

            var run = awaitRun(name, "CANCELLED");
            assertThat(run.getString("reason")).isEqualTo("budget of 4 calls is used up");
            assertThat(target.calls()).hasSize(4);
            var id = run.getString("id");
            given().post("/api/v1/runs/" + id + "/resume").then().statusCode(409);

            given().contentType("application/json")
                    .body(Map.of("budget", Map.of("maxCalls", 9)))
                    .post("/api/v1/targets/" + name + "/versions")
                    .then()
                    .statusCode(200)
                    .body("version", equalTo(1));
            given().post("/api/v1/runs/" + id + "/resume").then().statusCode(200);
            awaitRun(name, "FINISHED");
            assertThat(target.calls()).hasSize(9);
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
    void scoringThatIsAwayDelaysAndLosesNothing() {
        try (var target = new ScriptedTarget(call -> Reply.ok("好"))) {
            ScoringPeer.silent(true);
            addTarget(name, target, Map.of("follows", List.of(name)));
            publisher.publish(name, 1, 30);
            var id = awaitRun(name, "FINISHED").getString("id");
            await().atMost(PATIENCE).until(() -> ScoringPeer.receivedOf(id) == 30);

            ScoringPeer.kill();
            ScoringPeer.received().clear();
            ScoringPeer.silent(false);
            ScoringPeer.open();

            await().atMost(PATIENCE).until(() -> ScoringPeer.receivedOf(id) == 30);
        } finally {
            ScoringPeer.silent(false);
        }
    }

    @Test
    void aRequestThatScoringRefusesGoesToTheDeadLetterTopic() {
        try (var target = new ScriptedTarget(call -> Reply.ok("REFUSE-THIS-REQUEST"));
                var letters = new TopicReader(bootstrapServers, Topics.deadLetterOf(Topics.RESPONSES))) {
            addTarget(name, target, Map.of("follows", List.of(name)));
            publisher.publish(name, 1, 1);
            var id = awaitRun(name, "FINISHED").getString("id");

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(letters.read(record -> true).stream()
                            .filter(record -> runOf(record.value()).equals(id))
                            .map(record -> header(record, "dead-letter-reason")))
                    .containsExactly("scoring refuses it: response: is refused by the test"));
        }
    }

    @Test
    void oddAddressesAndNumbersAreTheCallersFault() {
        for (var address : List.of("/api/v1/targets/%00", "/api/v1/runs?target=%00", "/api/v1/runs?limit=many")) {
            given().urlEncodingEnabled(false)
                    .get(address)
                    .then()
                    .statusCode(org.hamcrest.Matchers.oneOf(400, 422))
                    .contentType("application/problem+json");
        }
        var target = "{\"name\":\"" + name + "\",\"baseUrl\":\"http://127.0.0.1\",\"model\":\"m\",%s}";
        for (var setting :
                List.of("\"maxConcurrency\":2.7", "\"maxConcurrency\":99999999999", "\"follows\":[\"a\\u0000\"]")) {
            given().contentType("application/json")
                    .body(target.formatted(setting))
                    .post("/api/v1/targets")
                    .then()
                    .statusCode(org.hamcrest.Matchers.oneOf(400, 422))
                    .body("field", org.hamcrest.Matchers.startsWith(setting.substring(1, 8)));
        }
        given().contentType("application/json")
                .body("{\"target\":\"a\\u0000\",\"release\":\"b\"}")
                .post("/api/v1/runs")
                .then()
                .statusCode(422)
                .body("field", equalTo("target"));
    }

    @Test
    void aFileOfAnswersStandsInForATarget() {
        var release = publisher.publish(name, 1, 3);
        passes(release);
        var file = "{\"prompt\":\"%s\",\"response\":\"甲\"}\n\n".formatted(release.prompt(0))
                + "{\"prompt\":\"%s\",\"response\":\"\"}\n".formatted(release.prompt(1))
                + "{\"prompt\":\"不在其中\",\"response\":\"乙\"}\n";
        var path = "/api/v1/recordings?target=" + name + "&release=" + name;
        given().contentType("application/x-ndjson")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then()
                .statusCode(422)
                .body("detail", org.hamcrest.Matchers.containsString("lacks 1 of the 3 answers"));
        given().contentType("application/x-ndjson")
                .body("{\"response\":\"甲\"}\nnot json\n".getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then()
                .statusCode(422)
                .body("errors.line", equalTo(List.of(1, 2)));
        given().get("/api/v1/targets/" + name).then().statusCode(404);

        var run = given().contentType("application/x-ndjson")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(path + "&allowMissing=true")
                .then()
                .statusCode(201)
                .body("read", equalTo(3))
                .body("matched", equalTo(2))
                .body("missing", equalTo(1))
                .body("unmatchedLines", equalTo(List.of(4)))
                .body("status", equalTo("FINISHED"))
                .body("expected", equalTo(2))
                .body("counts.answered", equalTo(1))
                .body("counts.empty", equalTo(1))
                .extract()
                .jsonPath();

        var id = run.getString("id");
        try (var responses = new TopicReader(bootstrapServers, Topics.RESPONSES)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(collected(responses, id)).hasSize(2));
        }
        given().contentType("application/x-ndjson")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(path + "&allowMissing=true")
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
    }

    @Test
    void badInputIsAProblemDocument() {
        problem(post("/api/v1/targets", "{"), 400);
        problem(post("/api/v1/targets", ""), 400);
        problem(post("/api/v1/targets", "{\"nmae\":\"x\"}"), 400);
        problem(post("/api/v1/targets", "{\"name\":\"x\",\"baseUrl\":\"ftp://x\",\"model\":\"m\"}"), 422);
        var missing = "{\"name\":\"x\",\"baseUrl\":\"http://x\",\"model\":\"m\",\"apiKeyEnv\":\"FLAMES_API_KEY_NONE\"}";
        problem(post("/api/v1/targets", missing), 422);
        problem(post("/api/v1/runs", "{\"target\":\"none\",\"release\":\"none\"}"), 404);
        problem(given().get("/api/v1/runs/none"), 404);
        problem(given().get("/api/v1/runs?status=ODD"), 422);
        problem(given().get("/api/v1/nothing"), 404);
        problem(given().delete("/api/v1/targets"), 405);
        problem(given().contentType("text/plain").body("x").post("/api/v1/runs"), 415);
        try (var target = new ScriptedTarget(call -> Reply.ok("好"))) {
            addTarget(name, target, Map.of());
            problem(
                    post(
                            "/api/v1/targets",
                            "{\"name\":\"%s\",\"baseUrl\":\"%s\",\"model\":\"m\"}".formatted(name, target.url())),
                    409);
        }
    }

    @Test
    void thePagesShowTargetsAndStartRuns() {
        try (var target = new ScriptedTarget(call -> Reply.ok("好"))) {
            addTarget(name, target, Map.of());
            var release = publisher.publish(name, 1, 2);
            passes(release);

            given().get("/targets?lang=en").then().statusCode(200).body(org.hamcrest.Matchers.containsString(name));
            given().get("/targets/" + name)
                    .then()
                    .statusCode(200)
                    .body(org.hamcrest.Matchers.containsString(name + "@1"));
            var location = given().redirects()
                    .follow(false)
                    .formParam("release", name + "@1")
                    .formParam("samples", "1")
                    .post("/targets/" + name + "/runs")
                    .then()
                    .statusCode(303)
                    .extract()
                    .header("location");
            assertThat(location).contains("/targets/" + name + "?started=");
            awaitRun(name, "FINISHED");
            given().formParam("release", "none")
                    .post("/targets/" + name + "/runs")
                    .then()
                    .statusCode(422)
                    .body(org.hamcrest.Matchers.containsString("There is no release"));
            given().header("Sec-Fetch-Site", "cross-site")
                    .formParam("release", name + "@1")
                    .post("/targets/" + name + "/runs")
                    .then()
                    .statusCode(403);
        }
    }

    private static io.restassured.response.Response post(String path, String body) {
        return given().contentType("application/json").body(body).post(path);
    }

    private static void problem(io.restassured.response.Response response, int status) {
        response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("detail", org.hamcrest.Matchers.not(org.hamcrest.Matchers.containsString("Exception")));
    }

    /** Waits until the consumer has passed everything under the release's key. */
    private void passes(Published release) {
        var marker = "marker " + UUID.randomUUID();
        publisher.send(release.releaseId().toString(), marker.getBytes(StandardCharsets.UTF_8));
        publisher.flush();
        try (var letters = new TopicReader(bootstrapServers, Topics.deadLetterOf(Topics.PROMPT_RELEASES))) {
            await().atMost(PATIENCE).until(() -> letters.read(record -> true).stream()
                    .anyMatch(record -> marker.equals(new String(record.value(), StandardCharsets.UTF_8))));
        }
    }

    private static String runOf(byte[] value) {
        try {
            return ResponseEvent.parseFrom(value).getResponseCollected().getRunId();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return "";
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
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
