package io.flames.scoring.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.flames.contracts.Dimensions;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScoringServiceGrpc;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.onnx.BareScorer;
import io.flames.scoring.onnx.GradedInputs;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service alone: no Kafka, no Postgres. */
@QuarkusTest
@TestProfile(StandaloneProfile.class)
class StandaloneScoringIT {
    @Inject
    ServedScorers served;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private ScoringClient client;

    @BeforeEach
    void connect() {
        await().atMost(Duration.ofSeconds(30)).until(() -> served.byDefault().state() instanceof Serving);
        client = new ScoringClient(port);
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    @Test
    void logitsAreThoseOfABareSessionWhateverElseIsInFlight() throws Exception {
        var texts = GradedInputs.texts(60);
        var calls = IntStream.range(0, 8).mapToObj(i -> client.open()).toList();

        // All streams send all texts, each from another one on, all at once.
        for (int i = 0; i < texts.size(); i++) {
            for (int stream = 0; stream < calls.size(); stream++) {
                int text = (i + 7 * stream) % texts.size();
                calls.get(stream).requests.onNext(request(text, texts.get(text)));
            }
        }
        calls.forEach(call -> call.requests.onCompleted());

        try (var bare = new BareScorer()) {
            var expected = texts.stream().map(bare::logits).toList();
            for (var call : calls) {
                call.ended.get(60, TimeUnit.SECONDS);
                assertThat(call.results).hasSize(texts.size()).allSatisfy(result -> {
                    int text = Integer.parseInt(result.getRequestId());
                    assertThat(logits(result, texts.get(text).dimension()))
                            .containsExactly(expected.get(text), within(1e-5));
                });
            }
        }
    }

    private static ScoreRequest request(int id, ScoringInput text) {
        return ScoreRequest.newBuilder()
                .setRequestId(String.valueOf(id))
                .setDimension(text.dimension())
                .setPrompt(text.prompt())
                .setResponse(text.response())
                .build();
    }

    private static double[] logits(ScoreResult result, Dimension dimension) {
        var given = result.getScored().getProbabilitiesList();
        return Dimensions.scoresOf(dimension).stream()
                .mapToDouble(score -> given.stream()
                        .filter(of -> of.getScore() == score)
                        .findFirst()
                        .orElseThrow()
                        .getLogit())
                .toArray();
    }

    @Test
    void scoresWithAndWithoutAResponseId() throws Exception {
        var results = client.score(List.of(
                ScoringClient.request(r -> {}),
                ScoringClient.request(r -> r.setResponseId("018f3f2e-7b6a-7c3d-9e1f-000000000001"))));

        assertThat(results).hasSize(2).allMatch(ScoreResult::hasScored);
    }

    @Test
    void isReady() {
        given().when().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void healthAnswers() {
        var health = HealthGrpc.newBlockingStub(client.channel);

        assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                .isEqualTo(ServingStatus.SERVING);
        assertThat(health.check(HealthCheckRequest.newBuilder()
                                .setService("flames.scoring.v1.ScoringService")
                                .build())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void reflectionNamesTheService() throws Exception {
        var answer = new CompletableFuture<ServerReflectionResponse>();
        var requests = ServerReflectionGrpc.newStub(client.channel).serverReflectionInfo(new StreamObserver<>() {
            @Override
            public void onNext(ServerReflectionResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable fault) {
                answer.completeExceptionally(fault);
            }

            @Override
            public void onCompleted() {}
        });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

        assertThat(answer.get(5, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
                .anyMatch(service -> service.getName().equals("flames.scoring.v1.ScoringService"));
        requests.onCompleted();
    }

    @Test
    void aWrongRequestIsAnsweredAndTheStreamGoesOn() throws Exception {
        var results = client.score(List.of(
                ScoringClient.request(r -> r.setRequestId("1").clearDimension()),
                ScoringClient.request(r -> r.setRequestId("2").setResponse("字".repeat(400_000))),
                ScoringClient.request(r -> r.setRequestId("3").setScorer("nobody")),
                ScoringClient.request(r -> r.setRequestId("4").setPrompt("问".repeat(70_000))),
                ScoringClient.request(r -> r.setRequestId("5"))));

        assertThat(byId(results, "1").getInvalid().getField()).isEqualTo("dimension");
        assertThat(byId(results, "2").getScored().getInputTruncated()).isTrue();
        assertThat(byId(results, "3").getInvalid().getField()).isEqualTo("scorer");
        assertThat(byId(results, "4").getInvalid().getField()).isEqualTo("prompt");
        assertThat(byId(results, "5").hasScored()).isTrue();
    }

    @Test
    void aMessageOverFourMebibytesEndsTheStream() {
        assertThatThrownBy(() ->
                        client.score(List.of(ScoringClient.request(r -> r.setResponse("x".repeat(4 * 1024 * 1024))))))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(StatusRuntimeException.class, fault -> assertThat(
                                fault.getStatus().getCode())
                        .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED, Status.Code.UNKNOWN));
    }

    @Test
    void aClientThatReadsNothingHoldsNobodyUp() throws Exception {
        var taken = new AtomicInteger();
        var slow = client.channel.newCall(ScoringServiceGrpc.getScoreMethod(), CallOptions.DEFAULT);
        slow.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(ScoreResult result) {
                        taken.incrementAndGet();
                    }
                },
                new Metadata());
        for (int i = 0; i < 500; i++) {
            slow.sendMessage(ScoringClient.request(r -> {}));
        }

        var results = client.score(requests(30));

        assertThat(results).hasSize(30);
        assertThat(taken).hasValue(0);
        slow.cancel("enough", null);
    }

    @Test
    void aCancelledStreamsWorkIsDropped() throws Exception {
        var call = client.channel.newCall(ScoringServiceGrpc.getScoreMethod(), CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        for (int i = 0; i < 64; i++) {
            call.sendMessage(ScoringClient.request(r -> r.setResponse("很长的回答。".repeat(100))));
        }
        call.cancel("gone", null);

        assertThat(client.score(requests(5))).hasSize(5);
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> given().when()
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("flames_scoring_queue_depth{scorer=\"onnx-heads\"} 0.0")));
    }

    @Test
    void everyDimensionIsScoredByItsOwnHead() throws Exception {
        for (Dimension dimension : Dimensions.ALL) {
            var scored = client.score(List.of(ScoringClient.request(r -> r.setDimension(dimension))))
                    .get(0)
                    .getScored();

            assertThat(scored.getProbabilitiesList())
                    .extracting(share -> share.getScore())
                    .isEqualTo(Dimensions.scoresOf(dimension));
        }
    }

    @Test
    void metricsAreThere() throws Exception {
        client.score(requests(3));

        String metrics = given().when().get("/q/metrics").asString();

        assertThat(metrics)
                .contains("flames_scoring_inference_seconds_count")
                .contains("flames_scoring_results_total{dimension=\"safety\",score=\"3\",scorer=\"onnx-heads\"}")
                .contains("flames_scoring_tokens_total")
                .contains("flames_scoring_queue_depth");
    }

    private static List<ScoreRequest> requests(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> ScoringClient.request(r -> {}))
                .toList();
    }

    private static ScoreResult byId(List<ScoreResult> results, String id) {
        return results.stream()
                .filter(result -> result.getRequestId().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
