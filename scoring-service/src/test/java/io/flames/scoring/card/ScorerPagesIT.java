package io.flames.scoring.card;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.flames.scoring.stream.StandaloneProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Model cards over HTTP. */
@QuarkusTest
@TestProfile(StandaloneProfile.class)
class ScorerPagesIT {
    @Inject
    ServedScorers served;

    @BeforeEach
    void loaded() {
        await().atMost(Duration.ofSeconds(30)).until(() -> served.byDefault().state() instanceof Serving);
    }

    @Test
    void theListHasTheScorer() {
        given().when()
                .get("/api/v1/scorers")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].name", equalTo("onnx-heads"))
                .body("items[0].status", equalTo("SERVING"))
                .body("items[0].digest", matchesPattern("[0-9a-f]{64}"));
    }

    @Test
    void theCardHasFiguresAndSelfTest() {
        given().when()
                .get("/api/v1/scorers/onnx-heads")
                .then()
                .statusCode(200)
                .body("selfTest.passed", equalTo(true))
                .body("selfTest.items", greaterThanOrEqualTo(39))
                .body("modelCard.heldOut.overall.n", greaterThanOrEqualTo(100))
                .body("modelCard.heldOut.byDimension.Legality.confusion.'3'.'1'", greaterThanOrEqualTo(0))
                .body("modelCard.statement.en", containsString("no public set of human-labelled"));
    }

    @Test
    void anUnknownScorerIsAProblem() {
        given().when()
                .get("/api/v1/scorers/nobody")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404))
                .body("detail", containsString("expected one of onnx-heads"));
    }

    @Test
    void theGoldenItemsCanBeScoredNow() {
        var before = Instant.now();
        var tested = given().when()
                .post("/api/v1/scorers/onnx-heads/selftest")
                .then()
                .statusCode(200);

        tested.body("passed", equalTo(true))
                .body("items", greaterThanOrEqualTo(39))
                .body("agreed", equalTo((Integer) tested.extract().path("items")))
                .body("faults", hasSize(0));
        assertThat(Instant.parse(tested.extract().path("testedAt"))).isAfter(before);
    }

    @Test
    void anUnknownScorerHasNoGoldenItems() {
        given().when()
                .post("/api/v1/scorers/nobody/selftest")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void thePageSpeaksBothLanguages() {
        given().when()
                .get("/scorers?lang=en")
                .then()
                .statusCode(200)
                .body(containsString("Accuracy on held-out prompts"))
                .body(containsString("onnx-heads@"))
                .body(containsString("Data protection: 3, 1"))
                .body(containsString("widest logit distance"))
                .body(matchesPattern("(?s).*\\), \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC</dd>.*"))
                .body(containsString("No verdicts of this version are kept yet"))
                .body(not(containsString("hx-get")))
                .body(not(containsString("NOT_FOUND")));
        given().when()
                .get("/scorers?lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("留出提示上的准确率"))
                .body(containsString("数据保护: 3, 1"))
                .body(containsString("还没有保存该版本的评分"))
                .body(containsString("目前没有公开的"));
    }
}
