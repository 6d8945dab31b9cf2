package io.flames.prompt;

import static io.flames.prompt.Calls.freshSet;
import static io.flames.prompt.Calls.isProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Prompt sets over REST: what is answered to good bodies and, as a problem document, to bad ones. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_prompt"))
class SetsIT {
    @TestHTTPResource
    URI service;

    @Test
    void createsASetOnce() {
        String name = freshSet();
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"" + name + "\", \"description\": \"试用\"}")
                .post("/api/v1/sets")
                .then()
                .statusCode(201)
                .body("name", equalTo(name))
                .body("promptCount", equalTo(0))
                .body("latestRelease", nullValue());
        var second = given().contentType(ContentType.JSON)
                .body("{\"name\": \"" + name + "\"}")
                .post("/api/v1/sets")
                .then();
        isProblem(second, 409);
        second.body("field", equalTo("name")).body("detail", containsString(name + " exists already"));
        String id = given().get("/api/v1/sets/" + name)
                .then()
                .statusCode(200)
                .body("description", equalTo("试用"))
                .extract()
                .path("id");
        given().get("/api/v1/sets/" + id).then().statusCode(200).body("name", equalTo(name));
    }

    @Test
    void badBodiesOfASetAreProblems() {
        for (String body : new String[] {
            "{\"nam\": \"x\"}", "{\"name\": ", "", "[]", "{\"name\": \"has blank\"}", "{}", "{\"name\": {\"a\": 1}}"
        }) {
            isProblem(
                    given().contentType(ContentType.JSON)
                            .body(body)
                            .post("/api/v1/sets")
                            .then(),
                    400);
        }
        isProblem(
                given().contentType("text/csv")
                        .body("name")
                        .post("/api/v1/sets")
                        .then(),
                415);
        isProblem(given().delete("/api/v1/sets").then(), 405);
        isProblem(given().get("/api/v1/nothing").then(), 404);
        isProblem(
                given().contentType(ContentType.JSON)
                        .body("{\"name\": \"" + "x".repeat(2_000_000) + "\"}")
                        .post("/api/v1/sets")
                        .then(),
                413);
        given().contentType(ContentType.JSON)
                .body("{\"name\": ,")
                .post("/api/v1/sets")
                .then()
                .body("detail", containsString("malformed JSON at line 1, column "));
    }

    @Test
    void aDescriptionHasNoNul() {
        isProblem(
                given().contentType(ContentType.JSON)
                        .body("{\"name\": \"" + freshSet() + "\", \"description\": \"a\\u0000b\"}")
                        .post("/api/v1/sets")
                        .then(),
                400);
    }

    @Test
    void unknownFieldIsNamed() {
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"a\", \"descripton\": \"b\"}")
                .post("/api/v1/sets")
                .then()
                .statusCode(400)
                .body("field", containsString("descripton"))
                .body("detail", equalTo("unknown field \"descripton\", expected one of description, name"));
    }

    /** Without a declared length nobody could tell in time that it is too long. */
    @Test
    void aBodyOfUnknownLengthIsRefused() throws Exception {
        byte[] body = ("{\"name\": \"" + "x".repeat(3_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(service.resolve("/api/v1/sets"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();

        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(411);
        assertThat(answer.body()).contains("Content-Length");
    }
}
