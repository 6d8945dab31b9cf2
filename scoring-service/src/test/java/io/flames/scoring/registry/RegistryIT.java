package io.flames.scoring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.scoring.v1.PromotionReason;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerPromoted;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.local.test.ServersResource;
import io.flames.local.test.TestServers;
import io.flames.scoring.progress.SnapshotJson;
import io.flames.scoring.progress.Snapshots;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas, a broker and a database: a version's life from its registration to its rollback, a kill included. */
class RegistryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String DATABASE = "flames_scoring_registry";
    private static final String VERSIONS = "/api/v1/scorers/onnx-heads/versions";
    private static final ObjectMapper JSON = new ObjectMapper();

    private long started;
    private Replica one;
    private Replica two;

    @BeforeEach
    void start() throws Exception {
        started = Instant.now().getEpochSecond();
        ServersResource.servers().freshDatabase(DATABASE);
        one = new Replica("one", DATABASE);
        two = new Replica("two", DATABASE);
        await().atMost(PATIENCE).until(() -> one.isReady() && two.isReady());
        await().atMost(PATIENCE).until(() -> !promotions().isEmpty());
    }

    @AfterEach
    void stop() throws Exception {
        one.close();
        two.close();
    }

    @Test
    void aVersionIsRegisteredShadowsIsPromotedSurvivesAKillAndIsRolledBack() throws Exception {
        int shipped = one.scoredBy("").getVersion();
        var first = promotions();
        assertThat(first).hasSize(1);
        assertThat(first.get(0).getReason()).isEqualTo(PromotionReason.PROMOTION_REASON_INITIAL);

        var registered = register();
        int number = registered.path("version").asInt();
        String label = "onnx-heads@" + number;
        assertThat(number).isGreaterThan(shipped);
        assertThat(registered.path("state").asText()).isEqualTo("registered");
        assertThat(register().path("version").asInt()).isEqualTo(number);
        assertRefused();
        assertThatThrownBy(() -> one.scoredBy(label))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        fault -> assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));

        // Without a shadow it does not come to the gate.
        assertThat(promote(number, GradedTexts.any(20)).path("detail").asText()).contains("start its shadow first");
        assertThat(one.post(VERSIONS + "/" + number + "/shadow?history=true").statusCode())
                .isEqualTo(200);
        awaitScoredBy(one, label, number);
        awaitScoredBy(two, label, number);
        assertThat(one.scoredBy("onnx-heads").getVersion()).isEqualTo(shipped);
        assertThat(two.scoredBy("").getVersion()).isEqualTo(shipped);

        // What the promoted version was trained on is not held out.
        var leaking = promote(number, GradedTexts.any(400));
        assertThat(leaking.path("status").asInt()).isEqualTo(409);
        assertThat(leaking.path("gate").path("leakItems").asInt()).isBetween(100, 400);
        assertThat(leaking.path("gate").path("leaks")).hasSize(19);
        assertThat(leaking.path("gate").path("leaks").path(0).path("version").asText())
                .isEqualTo("onnx-heads@" + shipped);

        // A small sample proves nothing.
        var refused = promote(number, GradedTexts.heldOut(20));
        assertThat(refused.path("status").asInt()).isEqualTo(409);
        assertThat(refused.path("detail").asText()).contains("20 items");
        assertThat(state(number)).isEqualTo("shadow");
        assertThat(promotions()).hasSize(1);
        var large = new byte[(64 << 20) + 1];
        Arrays.fill(large, (byte) '\n');
        assertThat(promote(number, large).path("status").asInt()).isEqualTo(413);

        assertCancelled(number);
        assertGivenUpWhileItIsDecided(number);
        var passed = whileItIsDecided(
                number, GradedTexts.heldOut(260), "update gate_job set touched_at = now() where state = 'running'");
        assertThat(passed.path("passed").asBoolean()).as(passed.toString()).isTrue();
        assertThat(passed.path("lowerBound").asDouble()).isBetween(-0.02, 0.0);
        assertThat(newestJob().path("state").asText()).isEqualTo("passed");
        awaitPromoted(number);
        await().atMost(PATIENCE).until(() -> promotions().size() == 2);
        var promotion = promotions().get(1);
        assertThat(promotion.getReason()).isEqualTo(PromotionReason.PROMOTION_REASON_GATE);
        assertThat(JSON.readTree(promotion.getGateJson()).path("items").asInt()).isEqualTo(260);
        assertThat(promotion.getPreviousScorerVersionId())
                .isEqualTo(first.get(0).getScorerVersion().getScorerVersionId());
        assertThat(state(shipped)).isEqualTo("retired");

        assertThat(one.delete(VERSIONS + "/" + number).body()).contains("a registered or a retired version");
        // A restart overturns nothing, and forgets no training.
        var training = "/api/v1/trainings/" + UUID.randomUUID();
        assertThat(one.put(training, SnapshotJson.write(Snapshots.training("told-to-one", 1)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(two.get(training).body()).contains("told-to-one");
        one.kill();
        one.startAgain();
        await().atMost(PATIENCE).until(one::isReady);
        assertThat(one.get(training).body()).contains("told-to-one", "\"state\":\"running\"");
        awaitPromoted(number);
        assertThat(one.get("/q/metrics").body())
                .containsPattern("flames_scoring_promoted\\{[^}]*version=\"" + number + "\"[^}]*} 1");
        assertThat(promotions()).hasSize(2);

        assertThat(one.post("/api/v1/scorers/onnx-heads/rollback").statusCode()).isEqualTo(200);
        awaitPromoted(shipped);
        await().atMost(PATIENCE).until(() -> promotions().size() == 3);
        assertThat(promotions().get(2).getReason()).isEqualTo(PromotionReason.PROMOTION_REASON_ROLLBACK);
        assertThat(state(number)).isEqualTo("retired");
        assertThat(one.post("/api/v1/scorers/onnx-heads/rollback").statusCode()).isEqualTo(409);
        assertThat(one.get("/scorers?lang=en").body()).contains(label, "retired");

        assertDiscardedAndRegisteredAgain(number);
    }

    /** A job that somebody waits for elsewhere: one at a time, cancelled by anybody, and nothing comes of it. */
    private void assertCancelled(int number) throws Exception {
        var path = VERSIONS + "/" + number + "/promote?wait=false";
        var accepted = one.post(path, GradedTexts.heldOut(500), "application/x-ndjson");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        var job = accepted.headers().firstValue("Location").orElseThrow().replaceFirst("^https?://[^/]+", "");
        assertThat(two.post(path, GradedTexts.heldOut(20), "application/x-ndjson")
                        .body())
                .contains("is at the gate");
        await().atMost(PATIENCE)
                .until(() -> JSON.readTree(two.get(job).body()).path("done").asInt() > 0);

        assertThat(two.delete(job).statusCode()).isEqualTo(200);

        assertThat(JSON.readTree(one.get(job).body()).path("state").asText()).isEqualTo("cancelled");
        assertThat(two.delete(job).statusCode()).isEqualTo(409);
        assertThat(state(number)).isEqualTo("shadow");

        // One that no replica was heard of for a minute.
        try (var connection = database();
                var statement = connection.createStatement()) {
            statement.executeUpdate("update gate_job set state = 'running', touched_at = now() - interval '1 minute'"
                    + " where state = 'cancelled'");
        }
        assertThat(JSON.readTree(two.get(job).body()).path("errors").path(0).asText())
                .contains("went away", "start the promotion again");
    }

    /** The decision waits for a lock that this test has: what ends the job meanwhile, ends the promotion. */
    private void assertGivenUpWhileItIsDecided(int number) throws Exception {
        var before = one.get(VERSIONS + "/" + number).body();

        var answer = whileItIsDecided(
                number,
                GradedTexts.heldOut(20),
                "update gate_job set state = 'failed', reason = 'told so', finished_at = now() where state = 'running'");

        assertThat(answer.path("status").asInt()).isEqualTo(409);
        assertThat(answer.path("detail").asText()).contains("given up: told so; nothing was changed");
        assertThat(one.get(VERSIONS + "/" + number).body()).isEqualTo(before);
        assertThat(newestJob().path("state").asText()).isEqualTo("failed");
    }

    /** What is being decided cannot be cancelled, nor does it go back to less than all that was scored. */
    private JsonNode whileItIsDecided(int number, byte[] data, String sql) throws Exception {
        int items = new String(data, StandardCharsets.UTF_8).split("\n").length;
        try (var lock = database();
                var locking = lock.createStatement();
                var other = database();
                var meanwhile = other.createStatement()) {
            lock.setAutoCommit(false);
            locking.execute("select pg_advisory_xact_lock(4021993)");
            var answer = CompletableFuture.supplyAsync(
                    () -> one.post(VERSIONS + "/" + number + "/promote", data, "application/x-ndjson"));
            await().atMost(PATIENCE)
                    .until(() -> newestJob().path("state").asText().equals("running")
                            && newestJob().path("done").asInt() == items);
            assertThat(newestJob().path("version").asInt()).isEqualTo(number);
            assertThat(two.delete("/api/v1/scorers/onnx-heads/promotions/"
                                    + newestJob().path("id").asText())
                            .statusCode())
                    .isEqualTo(409);
            assertThat(meanwhile.executeUpdate(sql)).isEqualTo(1);
            lock.commit();
            return JSON.readTree(answer.join().body());
        }
    }

    private JsonNode newestJob() throws IOException {
        return JSON.readTree(two.get("/api/v1/scorers/onnx-heads/promotions").body())
                .path("items")
                .path(0);
    }

    private static Connection database() throws SQLException {
        return DriverManager.getConnection(
                ServersResource.servers().jdbcUrl(DATABASE), TestServers.USER, TestServers.PASSWORD);
    }

    private void assertDiscardedAndRegisteredAgain(int number) throws IOException {
        assertThat(JSON.readTree(one.delete(VERSIONS + "/" + number).body())
                        .path("state")
                        .asText())
                .isEqualTo("discarded");
        assertThat(one.post(VERSIONS + "/" + number + "/shadow").statusCode()).isEqualTo(409);
        assertThat(register().path("version").asInt()).isEqualTo(number);
        assertThat(state(number)).isEqualTo("registered");
        assertThat(one.post(VERSIONS + "/" + number + "/shadow").statusCode()).isEqualTo(200);
        awaitScoredBy(two, "onnx-heads@" + number, number);
    }

    private JsonNode register() throws IOException {
        var response = one.post(VERSIONS, TestWeights.alike(), "application/zip");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JSON.readTree(response.body());
    }

    private void assertRefused() throws IOException {
        var tampered = one.post(VERSIONS, TestWeights.tampered(), "application/zip");
        assertThat(tampered.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(tampered.body()).path("detail").asText()).contains("is refused");
        var escaping = one.post(VERSIONS, TestWeights.escaping(), "application/zip");
        assertThat(escaping.statusCode()).isEqualTo(400);
        assertThat(escaping.body()).contains("no folders");
        assertThat(one.post(VERSIONS, new byte[100], "application/zip").statusCode())
                .isEqualTo(400);
        assertThat(JSON.readTree(one.get(VERSIONS).body()).path("items")).hasSize(2);
    }

    private JsonNode promote(int number, byte[] data) throws IOException {
        return JSON.readTree(one.post(VERSIONS + "/" + number + "/promote", data, "application/x-ndjson")
                .body());
    }

    private String state(int number) throws IOException {
        return JSON.readTree(one.get(VERSIONS + "/" + number).body())
                .path("state")
                .asText();
    }

    private void awaitPromoted(int number) {
        for (Replica replica : List.of(one, two)) {
            awaitScoredBy(replica, "", number);
            awaitScoredBy(replica, "onnx-heads", number);
        }
    }

    private static void awaitScoredBy(Replica replica, String scorer, int number) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> replica.scoredBy(scorer).getVersion() == number);
    }

    /** Of onnx-heads in this test's database, oldest first; the topic is shared with other tests. */
    private List<ScorerPromoted> promotions() throws IOException {
        var known = new ArrayList<String>();
        JSON.readTree(one.get(VERSIONS).body())
                .path("items")
                .forEach(item -> known.add(item.path("scorerVersionId").asText()));
        return ScorerTopic.events().stream()
                .filter(event -> event.hasScorerPromoted()
                        && event.getScorerPromoted().getPromotedAt().getSeconds() >= started
                        && known.contains(versionOf(event).getScorerVersionId()))
                .map(ScorerEvent::getScorerPromoted)
                .toList();
    }

    private static ScorerVersion versionOf(ScorerEvent event) {
        return event.getScorerPromoted().getScorerVersion();
    }
}
