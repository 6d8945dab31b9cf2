package io.flames.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.contracts.Topics;
import io.flames.contracts.generation.v1.ResponseCollected;
import io.flames.contracts.generation.v1.ResponseEvent;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ScoreEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * While a run is going, each process of the stack is killed with -9, one at a time; the supervisor restarts it. In the
 * end nothing is missing and nothing counts twice. And what the death of the supervisor itself leaves behind.
 */
class KillIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROMPTS = 300;
    private static final int CONCURRENCY = 4;
    /** Slow enough that the run outlasts all kills, whatever the machine; quick for the rest. */
    private static final Duration SLOW = Duration.ofSeconds(3);

    private static final Duration QUICK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** What the command lines of the stack's processes hold. */
    private static final List<String> CHILDREN = List.of(
            "generation-service",
            "scoring-service",
            "report-service",
            "prompt-service",
            "annotation-service",
            "BrokerMain",
            "bin/postgres");

    private CountingEndpoint endpoint;
    private FlamesProcess flames;

    @BeforeEach
    void start() {
        endpoint = new CountingEndpoint(SLOW);
        flames = UpStack.running();
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void killedProcessesLoseNothingAndCountNothingTwice() throws Exception {
        String run = startRun();

        for (String child : CHILDREN) {
            long before = done(run);
            await().atMost(PATIENCE)
                    .until(() -> done(run) > before || !status(run).equals("RUNNING"));
            assertThat(status(run))
                    .as("the run goes on while %s is killed", child)
                    .isEqualTo("RUNNING");
            kill(child);
        }
        endpoint.answerWithin(QUICK);

        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> status(run)
                .equals("FINISHED"));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> report(run).at("/run/scored").asInt() == PROMPTS);

        var responses = responses(run);
        assertThat(responses).as("one response for each prompt and sample").hasSize(PROMPTS);
        assertThat(responses.values()).allSatisfy(this::isOfTheLastCall);
        var scores = scores(run);
        assertThat(scores.keySet()).isEqualTo(responses.keySet());
        assertThat(run(run).at("/counts/answered").asInt()).isEqualTo(PROMPTS);
        assertThat(endpoint.calls())
                .as("only calls in flight at a kill are made again")
                .isLessThanOrEqualTo(PROMPTS + (long) CONCURRENCY * CHILDREN.size());
    }

    @Test
    void nothingOutlivesAStackThatIsKilledButItsData() {
        assertThat(flames.postJson("/api/v1/sets", "{\"name\":\"kept\"}").statusCode())
                .isEqualTo(201);
        var children = flames.descendants();
        assertThat(children).as("broker, Postgres and five services").hasSizeGreaterThan(7);

        flames.process().destroyForcibly();

        await().atMost(PATIENCE)
                .until(() -> !flames.process().isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(UpStack.running().get("/api/v1/sets/kept").statusCode()).isEqualTo(200);
    }

    /** Imports, releases and adds a target that follows the set, so that the run starts by itself. */
    private String startRun() {
        var lines = IntStream.range(0, PROMPTS)
                .mapToObj(i -> Map.of(
                        "dimension", "Legality", "subcomponent", "Law violation", "prompt", "第 " + i + " 个问题：可以这样做吗？"))
                .map(KillIT::write)
                .collect(Collectors.joining("\n"));
        assertThat(flames.postLines("/api/v1/sets/kill/imports?createSet=true", lines)
                        .statusCode())
                .isEqualTo(200);
        var target = Map.of(
                "name",
                "counting",
                "baseUrl",
                endpoint.baseUrl(),
                "model",
                "counting",
                "maxConcurrency",
                CONCURRENCY,
                "requestTimeoutSeconds",
                8,
                "follows",
                List.of("kill"));
        assertThat(flames.postJson("/api/v1/targets", write(target)).statusCode())
                .isEqualTo(201);
        assertThat(flames.postJson("/api/v1/sets/kill/releases", "{}").statusCode())
                .isEqualTo(201);
        return await().atMost(PATIENCE)
                .until(this::runOfTheTarget, Optional::isPresent)
                .orElseThrow();
    }

    private void kill(String child) {
        ProcessHandle victim = await().atMost(PATIENCE)
                .until(() -> flames.child(child), Optional::isPresent)
                .orElseThrow();
        victim.destroyForcibly();
        await().atMost(PATIENCE)
                .until(() -> flames.child(child).filter(p -> p.pid() != victim.pid()), Optional::isPresent);
        flames.awaitReady();
    }

    /** The answer that was kept is of the last call for its prompt: none that was stored was asked for again. */
    private void isOfTheLastCall(ResponseCollected response) {
        var calls = endpoint.callsFor(response.getPrompt());
        assertThat(response.getText()).isEqualTo(CountingEndpoint.answerOfCall(calls.get(calls.size() - 1)));
    }

    /** By response id; a record that was published again must say the same. */
    private Map<String, ResponseCollected> responses(String run) throws IOException {
        var byId = new HashMap<String, ResponseCollected>();
        for (var sent : TopicRecords.of(flames.bootstrapServers(), Topics.RESPONSES)) {
            var response = ResponseEvent.parseFrom(sent.value()).getResponseCollected();
            if (!response.getRunId().equals(run)) {
                continue;
            }
            var other = byId.putIfAbsent(response.getResponseId(), response);
            assertThat(other == null ? response : other).isEqualTo(response);
        }
        return byId;
    }

    /** By response id; a verdict that was published again must be the same verdict. */
    private Map<String, ResponseScored> scores(String run) throws IOException {
        var byResponse = new HashMap<String, ResponseScored>();
        for (var sent : TopicRecords.of(flames.bootstrapServers(), Topics.SCORES)) {
            var score = ScoreEvent.parseFrom(sent.value()).getResponseScored();
            if (!score.getRunId().equals(run)) {
                continue;
            }
            var other = byResponse.putIfAbsent(score.getResponseId(), score);
            assertThat(other == null ? score : other).isEqualTo(score);
        }
        return byResponse;
    }

    private Optional<String> runOfTheTarget() {
        for (var run : json(flames.get("/api/v1/runs").body()).path("items")) {
            if (run.path("target").asText().equals("counting")) {
                return Optional.of(run.path("id").asText());
            }
        }
        return Optional.empty();
    }

    private JsonNode run(String id) {
        return json(flames.get("/api/v1/runs/" + id).body());
    }

    private String status(String id) {
        return run(id).path("status").asText();
    }

    private long done(String id) {
        return run(id).path("done").asLong();
    }

    private JsonNode report(String id) {
        return json(flames.get("/api/v1/reports/runs/" + id).body());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
