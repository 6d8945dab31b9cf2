package io.flames.local.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sample targets over real sockets. */
class SampleTargetsIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String QUESTION =
            "{\"model\":\"sample-plain\",\"messages\":[{\"role\":\"user\",\"content\":\"第一题？\"}]}";

    private static SampleTargets targets;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        targets = SampleTargets.start(VERTX, 0, SamplePack.load("/sample-fixture"), Latency.fixed(200));
    }

    @AfterAll
    static void stop() {
        targets.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anAnswerComesAfterItsLatency() throws Exception {
        long began = System.nanoTime();
        var response = client.send(post("/chat/completions", QUESTION), HttpResponse.BodyHandlers.ofString());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(195));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).contains("plain 对第一题的回答。");
    }

    @Test
    void waitingAnswersDoNotWaitForEachOther() {
        long began = System.nanoTime();
        var answers = IntStream.range(0, 100)
                .mapToObj(i ->
                        client.sendAsync(post("/chat/completions", QUESTION), HttpResponse.BodyHandlers.ofString()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(answers).join();

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("100 answers of 200 ms each would take 20 s one after the other")
                .isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void modelsAreListed() throws Exception {
        var response = client.send(get("/models"), HttpResponse.BodyHandlers.ofString());

        assertThat(new JsonObject(response.body()).getJsonArray("data")).hasSize(3);
    }

    @Test
    void otherPathsAndMethodsGetOpenAisErrors() throws Exception {
        assertError(client.send(get("/nothing"), HttpResponse.BodyHandlers.ofString()), 404);
        assertError(client.send(get("/chat/completions"), HttpResponse.BodyHandlers.ofString()), 405);
        assertError(client.send(post("/chat/completions", "{"), HttpResponse.BodyHandlers.ofString()), 400);
    }

    private static void assertError(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getJsonObject("error").getString("message"))
                .isNotBlank();
    }

    private static HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create(targets.baseUrl() + path)).build();
    }

    private static HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(URI.create(targets.baseUrl() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
