package io.flames.prompt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What tests of the REST interface ask again and again. */
public final class Calls {
    static final String NDJSON = "application/x-ndjson";

    private Calls() {}

    /** The name of a set that no other test has. */
    public static String freshSet() {
        return "set-" + UUID.randomUUID().toString().substring(0, 13);
    }

    static ValidatableResponse importInto(String set, String query, String lines) {
        return given().contentType(NDJSON)
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sets/" + set + "/imports" + query)
                .then();
    }

    /** A problem document that tells nothing of how the service is made. */
    static void isProblem(ValidatableResponse response, int status) {
        String body = response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("title", not(nullValue()))
                .extract()
                .asString();
        assertThat(body).doesNotContain("io.flames", "java.", "jakarta.", "Exception", "com.fasterxml");
    }
}
