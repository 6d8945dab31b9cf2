package io.flames.scoring.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.flames.scoring.served.FaultyKind;
import io.flames.scoring.served.FaultyKind.Fault;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorer.Refused;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden items at start and while a scorer serves, in each kind of fault. */
@QuarkusTest
@TestProfile(FaultyProfile.class)
class GoldenWatchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    ServedScorers served;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private ScoringClient client;

    @BeforeEach
    void connect() {
        client = new ScoringClient(port);
        FaultyKind.FAULTS.put("watched", Fault.NONE);
        awaitServing("watched");
    }

    @AfterEach
    void disconnect() throws Exception {
        FaultyKind.FAULTS.put("watched", Fault.NONE);
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "shuffled", "other_classes", "drifted"})
    void aFaultAtStartKeepsAScorerOut(String name) {
        await(name).atMost(PATIENCE).until(() -> scorer(name).state() instanceof Refused);

        assertThat(scorer(name).state().tested().orElseThrow().result().passed())
                .isFalse();
        assertThat(health(name)).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(metric("flames_scoring_golden_passed", name)).isZero();
        assertThat(metric("flames_scoring_ready", name)).isZero();
        assertUnavailable(name);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CONSTANT", "SHUFFLED", "OTHER_CLASSES", "DRIFTED", "AWAY"})
    void aScorerThatGoesBadIsTakenOutAndComesBack(Fault fault) throws Exception {
        assertThat(health("watched")).isEqualTo(ServingStatus.SERVING);
        assertThat(metric("flames_scoring_ready", "watched")).isEqualTo(1);
        assertThat(client.score(List.of(ScoringClient.request(r -> r.setScorer("watched")))))
                .allMatch(result -> result.hasScored());

        FaultyKind.FAULTS.put("watched", fault);

        await().atMost(PATIENCE).until(() -> scorer("watched").state() instanceof Refused);
        await().atMost(PATIENCE).until(() -> health("watched") == ServingStatus.NOT_SERVING);
        assertUnavailable("watched");
        given().when().get("/q/health/ready").then().statusCode(503);

        FaultyKind.FAULTS.put("watched", Fault.NONE);

        awaitServing("watched");
        await().atMost(PATIENCE).until(() -> health("watched") == ServingStatus.SERVING);
        given().when().get("/q/health/ready").then().statusCode(200);
        assertThat(client.score(List.of(ScoringClient.request(r -> r.setScorer("watched")))))
                .allMatch(result -> result.hasScored());
    }

    @Test
    void goldenRunsAreShown() {
        var before = testedAt("watched");

        await().atMost(PATIENCE).until(() -> testedAt("watched").isAfter(before));

        assertThat(metric("flames_scoring_golden_passed", "watched")).isEqualTo(1);
        assertThat(metric("flames_scoring_golden_agreed", "watched")).isEqualTo(1);
        assertThat(metric("flames_scoring_golden_widest", "watched")).isBetween(0.0, 0.5);
        assertThat(metric("flames_scoring_golden_age_seconds", "watched")).isBetween(0.0, 60.0);
        assertThat(metric("flames_scoring_golden_widest", "drifted")).isGreaterThan(0.001);
    }

    @Test
    void theProcessTellsItsMemory() {
        assertThat(given().when().get("/q/metrics").asString())
                .containsPattern("flames_scoring_device_memory_bytes\\{device=\"cpu\"} [1-9]");
    }

    private void awaitServing(String name) {
        await(name).atMost(PATIENCE).until(() -> scorer(name).state() instanceof Serving);
    }

    private ServedScorer scorer(String name) {
        return served.find(name).orElseThrow();
    }

    private Instant testedAt(String name) {
        return scorer(name).state().tested().orElseThrow().at();
    }

    private ServingStatus health(String name) {
        return HealthGrpc.newBlockingStub(client.channel)
                .check(HealthCheckRequest.newBuilder()
                        .setService("flames.scoring.v1.ScoringService/" + name)
                        .build())
                .getStatus();
    }

    private void assertUnavailable(String name) {
        assertThatThrownBy(() -> client.score(List.of(ScoringClient.request(r -> r.setScorer(name)))))
                .cause()
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        fault -> assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }

    private static double metric(String name, String scorer) {
        return given().when()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains("scorer=\"" + scorer + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
