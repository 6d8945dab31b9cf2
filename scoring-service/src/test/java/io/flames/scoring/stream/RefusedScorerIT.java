package io.flames.scoring.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.flames.scoring.served.ServedScorer.Refused;
import io.flames.scoring.served.ServedScorers;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A scorer whose classes are not the recorded ones serves nobody, and everything says so. */
@QuarkusTest
@TestProfile(TamperedProfile.class)
class RefusedScorerIT {
    @Inject
    ServedScorers served;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    @BeforeEach
    void tested() {
        await().atMost(Duration.ofSeconds(30)).until(() -> served.byDefault().state() instanceof Refused);
    }

    @Test
    void readinessSaysWhy() {
        given().when().get("/q/health/ready").then().statusCode(503).body(containsString("golden items"));
        given().when().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void grpcHealthIsNotServing() throws Exception {
        try (var client = new ScoringClient(port)) {
            assertThat(HealthGrpc.newBlockingStub(client.channel)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus())
                    .isEqualTo(ServingStatus.NOT_SERVING);
        }
    }

    @Test
    void scoreIsUnavailable() throws Exception {
        try (var client = new ScoringClient(port)) {
            assertThatThrownBy(() -> client.score(List.of(ScoringClient.request(r -> {}))))
                    .cause()
                    .isInstanceOfSatisfying(StatusRuntimeException.class, fault -> {
                        assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                        assertThat(fault.getStatus().getDescription()).contains("golden items");
                    });
        }
    }

    @Test
    void thePageAndTheCardSayIt() {
        given().when()
                .get("/api/v1/scorers/onnx-heads")
                .then()
                .body("status", equalTo("REFUSED"))
                .body("selfTest.passed", equalTo(false));
        given().when().get("/scorers?lang=en").then().statusCode(200).body(containsString("failed"));
    }
}
