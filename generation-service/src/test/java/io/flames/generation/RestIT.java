package io.flames.generation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import io.flames.generation.support.ScoringPeer;
import io.flames.generation.support.ScriptedTarget;
import io.flames.generation.support.ScriptedTarget.Reply;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the REST interface answers to bad input. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(ScoringPeer.class)
class RestIT extends Collecting {
    @Test
    void oddAddressesAndNumbersAreTheCallersFault() {
        for (var address : List.of("/api/v1/targets/%00", "/api/v1/runs?target=%00", "/api/v1/runs?limit=many")) {
            given().urlEncodingEnabled(false)
                    .get(address)
                    .then()
                    .statusCode(oneOf(400, 422))
                    .contentType("application/problem+json");
        }
        var target = "{\"name\":\"" + name + "\",\"baseUrl\":\"http://127.0.0.1\",\"model\":\"m\",%s}";
        for (var setting :
                List.of("\"maxConcurrency\":2.7", "\"maxConcurrency\":99999999999", "\"follows\":[\"a\\u0000\"]")) {
            given().contentType("application/json")
                    .body(target.formatted(setting))
                    .post("/api/v1/targets")
                    .then()
                    .statusCode(oneOf(400, 422))
                    .body("field", startsWith(setting.substring(1, 8)));
        }
        given().contentType("application/json")
                .body("{\"target\":\"a\\u0000\",\"release\":\"b\"}")
                .post("/api/v1/runs")
                .then()
                .statusCode(422)
                .body("field", equalTo("target"));
    }

    @Test
    void badInputIsAProblemDocument() {
        isProblem(post("/api/v1/targets", "{"), 400);
        isProblem(post("/api/v1/targets", ""), 400);
        isProblem(post("/api/v1/targets", "{\"nmae\":\"x\"}"), 400);
        isProblem(post("/api/v1/targets", "{\"name\":\"x\",\"baseUrl\":\"ftp://x\",\"model\":\"m\"}"), 422);
        var missing = "{\"name\":\"x\",\"baseUrl\":\"http://x\",\"model\":\"m\",\"apiKeyEnv\":\"FLAMES_API_KEY_NONE\"}";
        isProblem(post("/api/v1/targets", missing), 422);
        isProblem(post("/api/v1/runs", "{\"target\":\"none\",\"release\":\"none\"}"), 404);
        isProblem(given().get("/api/v1/runs/none"), 404);
        isProblem(given().get("/api/v1/runs?status=ODD"), 422);
        isProblem(given().get("/api/v1/nothing"), 404);
        isProblem(given().delete("/api/v1/targets"), 405);
        isProblem(given().contentType("text/plain").body("x").post("/api/v1/runs"), 415);
        try (var target = new ScriptedTarget(call -> Reply.ok("好"))) {
            addTarget(name, target, Map.of());
            isProblem(
                    post(
                            "/api/v1/targets",
                            "{\"name\":\"%s\",\"baseUrl\":\"%s\",\"model\":\"m\"}".formatted(name, target.url())),
                    409);
        }
    }

    private static Response post(String path, String body) {
        return given().contentType("application/json").body(body).post(path);
    }

    private static void isProblem(Response response, int status) {
        response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("detail", not(containsString("Exception")));
    }
}
