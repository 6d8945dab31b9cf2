package io.flames.generation;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.flames.contracts.Topics;
import io.flames.generation.support.ReleasePublisher;
import io.flames.generation.support.ReleasePublisher.Published;
import io.flames.generation.support.ScriptedTarget;
import io.flames.generation.support.TopicReader;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Targets, releases and runs, for tests that share one application: each test has a name of its own for them. */
abstract class Collecting {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger NAMES = new AtomicInteger();

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    ReleasePublisher publisher;
    String name = "";

    @BeforeEach
    void open() {
        publisher = new ReleasePublisher(bootstrapServers);
        name = "collect-" + NAMES.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    static void addTarget(String name, ScriptedTarget target, Map<String, ?> settings) {
        var body = new HashMap<String, Object>(settings);
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

    static List<Map<String, Object>> runsOf(String target) {
        return given().get("/api/v1/runs?target=" + target).jsonPath().getList("items");
    }

    /** The target's first run that has come to the status. */
    static JsonPath awaitRun(String target, String status) {
        await().atMost(PATIENCE).until(() -> runsOf(target).stream().anyMatch(run -> status.equals(run.get("status"))));
        var id = runsOf(target).stream()
                .filter(run -> status.equals(run.get("status")))
                .findFirst()
                .orElseThrow()
                .get("id");
        return given().get("/api/v1/runs/" + id).jsonPath();
    }

    /** Waits until the consumer has passed everything under the release's key. */
    void awaitConsumed(Published release) {
        var marker = "marker " + UUID.randomUUID();
        publisher.send(release.releaseId().toString(), marker.getBytes(StandardCharsets.UTF_8));
        publisher.flush();
        try (var letters = new TopicReader(bootstrapServers, Topics.deadLetterOf(Topics.PROMPT_RELEASES))) {
            await().atMost(PATIENCE).until(() -> letters.read(record -> true).stream()
                    .anyMatch(record -> marker.equals(new String(record.value(), StandardCharsets.UTF_8))));
        }
    }

    static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
