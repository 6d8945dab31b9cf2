package io.flames.scoring.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.local.test.ServersResource;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Drift from the verdict to metric, REST and page, with a real Postgres. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_scoring"))
@TestProfile(DriftIT.SmallDays.class)
class DriftIT {
    /** Ten verdicts are enough for a day, and twenty for a baseline. */
    public static final class SmallDays extends FreeGrpcPort {
        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("flames.scoring.drift-baseline", "20");
            overrides.put("flames.scoring.drift-least", "10");
            overrides.put("flames.scoring.drift-every", "100ms");
            return overrides;
        }
    }

    @Inject
    ServedScorers served;

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    @Test
    void aDayUnlikeTheFirstDaysShows() throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.isSettled("") && served.byDefault().state() instanceof Serving);
        var requests = IntStream.range(0, 12).mapToObj(i -> request()).toList();
        try (var client = new ScoringClient(port)) {
            assertThat(client.score(requests)).hasSize(12).allMatch(result -> result.hasUnscorable());
            // The dispatcher sends again what it has no acknowledgement of.
            assertThat(client.score(requests)).hasSize(12);
        }
        // Yesterday the same scorer gave scores.
        count(LocalDate.now(ZoneOffset.UTC).minusDays(1), 3, 15);
        count(LocalDate.now(ZoneOffset.UTC).minusDays(1), 1, 15);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> given().when()
                .get("/api/v1/scorers/onnx-heads/drift")
                .then()
                .statusCode(200)
                .body("baselineVerdicts", equalTo(20))
                .body("dimensions", hasSize(1))
                .body("dimensions[0].dimension", equalTo("Safety"))
                .body("dimensions[0].baselineComplete", equalTo(true))
                .body("dimensions[0].baseline.shares.'3'", equalTo(0.5f))
                .body("dimensions[0].days[0].status", equalTo("BASELINE"))
                .body("dimensions[0].days[1].spread.counts.unscorable", equalTo(12))
                .body("dimensions[0].days[1].status", equalTo("SHIFTED")));
        given().when()
                .get("/q/metrics")
                .then()
                .body(containsString("flames_scoring_drift_verdicts{dimension=\"safety\",scorer=\"onnx-heads\"} 12.0"))
                .body(matchesPattern(
                        "(?s).*flames_scoring_drift_psi\\{dimension=\"safety\",scorer=\"onnx-heads\"} [1-9].*"));
        given().when().get("/scorers?lang=en").then().statusCode(200).body(containsString("shifted</span>"));
        given().when().get("/scorers?lang=zh").then().statusCode(200).body(containsString("明显偏移</span>"));
    }

    @Test
    void anUnknownScorerIsAProblem() {
        given().when()
                .get("/api/v1/scorers/nobody/drift")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    private void count(LocalDate day, int score, long verdicts) {
        ScorerIdentity identity =
                ((Serving) served.byDefault().state()).loaded().scorer().identity();
        pool.preparedQuery("insert into class_share (scorer_version_id, dimension, day, score, verdicts)"
                        + " values ($1, 'safety', $2, $3, $4)")
                .execute(Tuple.from(List.of(identity.id(), day, score, verdicts)))
                .await()
                .indefinitely();
    }

    /** Blank: every scorer gives no score. */
    private static ScoreRequest request() {
        return ScoringClient.request(
                r -> r.setResponseId(UUID.randomUUID().toString()).setResponse(" "));
    }
}
