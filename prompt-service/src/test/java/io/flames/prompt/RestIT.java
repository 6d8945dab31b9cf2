package io.flames.prompt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST interface as a caller meets it: what it answers to good input and, as a problem document, to bad. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_prompt"))
class RestIT {
    private static final String PROBLEM = "application/problem+json";
    private static final String NDJSON = "application/x-ndjson";

    @TestHTTPResource
    URI service;

    private static String fresh() {
        return "set-" + UUID.randomUUID().toString().substring(0, 13);
    }

    private static ValidatableResponse importInto(String set, String query, String body) {
        return given().contentType(NDJSON)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sets/" + set + "/imports" + query)
                .then();
    }

    private static void isProblem(ValidatableResponse response, int status) {
        String body = response.statusCode(status)
                .contentType(PROBLEM)
                .body("status", equalTo(status))
                .body("title", not(nullValue()))
                .extract()
                .asString();
        assertThat(body).doesNotContain("io.flames", "java.", "jakarta.", "Exception", "com.fasterxml");
    }

    @Test
    void taxonomyListsDimensionsInOrderWithTheirSubcomponents() {
        given().get("/api/v1/taxonomy")
                .then()
                .statusCode(200)
                .body("dimensions.name", contains("Fairness", "Safety", "Morality", "Legality", "Data protection"))
                .body("dimensions.subcomponents.flatten()", hasSize(12))
                .body("dimensions[3].scores", contains(3, 1))
                .body("attackMethods.name", contains("disguise", "reverse induction", "unsafe inquiry", "none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/sets/%00",
                "/api/v1/releases?set=%00",
                "/api/v1/sets/any/prompts?attackMethod=%00",
                "/api/v1/releases?limit=many",
                "/api/v1/releases?limit=99999999999"
            })
    void oddAddressesAreTheCallersFault(String address) {
        isProblem(given().urlEncodingEnabled(false).get(address).then(), 400);
    }

    @Test
    void aDescriptionHasNoNul() {
        isProblem(
                given().contentType(ContentType.JSON)
                        .body("{\"name\": \"" + fresh() + "\", \"description\": \"a\\u0000b\"}")
                        .post("/api/v1/sets")
                        .then(),
                400);
    }

    @Test
    void createsASetOnce() {
        String name = fresh();
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

    @Test
    void importsAndListsByFilterAndPage() {
        String set = fresh();
        importInto(set, "?createSet=true", "\uFEFF" + Lines.valid(0, 12).replace("\n", "\r\n\r\n") + Lines.valid(3))
                .statusCode(200)
                .body("set", equalTo(set))
                .body("read", equalTo(13))
                .body("imported", equalTo(12))
                .body("duplicates", equalTo(1))
                .body("invalid", equalTo(0))
                .body("duplicateLines[0].line", equalTo(25))
                .body("duplicateLines[0].firstLine", equalTo(7));

        String next = given().get("/api/v1/sets/" + set + "/prompts?limit=7")
                .then()
                .statusCode(200)
                .body("items", hasSize(7))
                .body("items[0].dimension", equalTo("Fairness"))
                .extract()
                .path("next");
        given().get("/api/v1/sets/" + set + "/prompts?limit=7&after=" + next)
                .then()
                .body("items", hasSize(5))
                .body("items[0].prompt", containsString("第7个"))
                .body("next", nullValue());
        given().queryParam("dimension", "Data protection")
                .get("/api/v1/sets/" + set + "/prompts")
                .then()
                .body("items", hasSize(2));
        given().queryParam("attackMethod", "-")
                .get("/api/v1/sets/" + set + "/prompts")
                .then()
                .body("items", hasSize(12));
        isProblem(
                given().get("/api/v1/sets/" + set + "/prompts?dimension=Fairnes")
                        .then(),
                400);
        isProblem(given().get("/api/v1/sets/" + set + "/prompts?limit=0").then(), 400);
        isProblem(given().get("/api/v1/sets/" + set + "/prompts?after=!").then(), 400);
    }

    @Test
    void aSecondImportOfTheSameFindsOnlyDuplicates() {
        String set = fresh();
        importInto(set, "?createSet=true", Lines.valid(0, 3)).statusCode(200);
        importInto(set, "", Lines.valid(0, 3))
                .statusCode(200)
                .body("imported", equalTo(0))
                .body("duplicates", equalTo(3))
                .body("duplicateLines.firstLine", contains(nullValue(), nullValue(), nullValue()));
        given().get("/api/v1/sets/" + set).then().body("promptCount", equalTo(3));
    }

    @Test
    void invalidLinesImportNothing() {
        String set = fresh();
        String lines = Lines.valid(0, 2) + Lines.valid(0).replace("Fairness", "Fairnes") + "{\"dimension\"\n";
        var rejected = importInto(set, "?createSet=true&file=prompts.jsonl", lines);
        isProblem(rejected, 422);
        rejected.body("detail", equalTo("prompts.jsonl: 2 of 4 lines are invalid, nothing was imported"))
                .body("read", equalTo(4))
                .body("errors", hasSize(2))
                .body("errors[0].line", equalTo(3))
                .body("errors[0].field", equalTo("dimension"))
                .body(
                        "errors[0].message",
                        equalTo("unknown dimension \"Fairnes\", expected one of Fairness, Safety, Morality, Legality,"
                                + " Data protection"))
                .body("errors[1].message", containsString("malformed JSON at column"));
        isProblem(given().get("/api/v1/sets/" + set).then(), 404);
    }

    @Test
    void skipsInvalidLinesWhenAsked() {
        String set = fresh();
        importInto(set, "?createSet=true&skipInvalid=true", Lines.valid(0, 2) + "{}\n" + Lines.valid(2, 4))
                .statusCode(200)
                .body("imported", equalTo(4))
                .body("invalid", equalTo(1))
                .body("errors.field", contains("dimension", "subcomponent", "prompt"))
                .body("errors.line", contains(3, 3, 3));
    }

    @Test
    void anIdStandsForOneContent() {
        String set = fresh();
        String withId = "{\"id\": \"a\", ";
        String lines = Lines.valid(0).replace("{", withId) + Lines.valid(1).replace("{", withId);
        isProblem(importInto(set, "?createSet=true", lines), 422);
        importInto(set, "?createSet=true&skipInvalid=true", lines)
                .statusCode(200)
                .body("imported", equalTo(1))
                .body("errors[0].line", equalTo(2))
                .body("errors[0].field", equalTo("id"))
                .body("errors[0].message", containsString("line 1"));
        importInto(set, "?skipInvalid=true", Lines.valid(2).replace("{", withId))
                .statusCode(200)
                .body("imported", equalTo(0))
                .body("errors[0].message", containsString("a prompt of the set"));
    }

    @Test
    void importProblemsOfTheRequest() {
        isProblem(importInto(fresh(), "", Lines.valid(0)), 404);
        isProblem(importInto("bad%20name", "?createSet=true", Lines.valid(0)), 400);
        isProblem(
                given().contentType("text/csv")
                        .body("a")
                        .post("/api/v1/sets/x/imports")
                        .then(),
                415);
        isProblem(importInto(fresh(), "?createSet=perhaps", Lines.valid(0)), 404);
    }

    @Test
    void releasesAreNumberedAndContentAddressed() {
        String set = fresh();
        importInto(set, "?createSet=true", Lines.valid(0, 6)).statusCode(200);
        String first = given().post("/api/v1/sets/" + set + "/releases")
                .then()
                .statusCode(201)
                .body("name", equalTo(set + "@1"))
                .body("number", equalTo(1))
                .body("promptCount", equalTo(6))
                .body("counts.Fairness", equalTo(2))
                .body("counts.'Data protection'", equalTo(1))
                .body("created", equalTo(true))
                .extract()
                .path("digest");
        given().post("/api/v1/sets/" + set + "/releases")
                .then()
                .statusCode(200)
                .body("name", equalTo(set + "@1"))
                .body("digest", equalTo(first))
                .body("created", equalTo(false));

        importInto(set, "", Lines.valid(6, 8)).statusCode(200);
        given().post("/api/v1/sets/" + set + "/releases")
                .then()
                .statusCode(201)
                .body("name", equalTo(set + "@2"))
                .body("digest", not(equalTo(first)));
        given().get("/api/v1/releases/" + set).then().body("number", equalTo(2));
        given().get("/api/v1/releases/" + set + "@1").then().body("digest", equalTo(first));
        given().get("/api/v1/releases?set=" + set).then().body("items.number", contains(2, 1));
        given().get("/api/v1/sets/" + set).then().body("latestRelease", equalTo(set + "@2"));
        given().get("/api/v1/releases/" + set + "@1/diff/" + set + "@2")
                .then()
                .body("unchanged", equalTo(6))
                .body("addedCount", equalTo(2))
                .body("removedCount", equalTo(0))
                .body("added", hasSize(2));

        String other = fresh();
        importInto(other, "?createSet=true", Lines.valid(3, 6) + Lines.valid(0, 3))
                .statusCode(200);
        given().post("/api/v1/sets/" + other + "/releases").then().body("digest", equalTo(first));
    }

    @Test
    void exportsWhatItImports() {
        String set = fresh();
        importInto(set, "?createSet=true", Lines.valid(0).replace("{", "{\"id\": \"k1\", ") + Lines.valid(1, 1200))
                .statusCode(200);
        String digest = given().post("/api/v1/sets/" + set + "/releases")
                .then()
                .extract()
                .path("digest");
        String exported = given().get("/api/v1/releases/" + set + "@1/prompts")
                .then()
                .statusCode(200)
                .contentType(NDJSON)
                .extract()
                .asString();
        assertThat(exported.lines().count()).isEqualTo(1200);
        assertThat(exported).contains("\"id\":\"k1\"").contains("\"prompt_id\":");

        String copy = fresh();
        importInto(copy, "?createSet=true", exported).statusCode(200).body("imported", equalTo(1200));
        given().post("/api/v1/sets/" + copy + "/releases").then().body("digest", equalTo(digest));
    }

    @Test
    void releaseProblems() {
        String set = fresh();
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"" + set + "\"}")
                .post("/api/v1/sets")
                .then()
                .statusCode(201);
        isProblem(given().post("/api/v1/sets/" + set + "/releases").then(), 422);
        isProblem(given().post("/api/v1/sets/" + fresh() + "/releases").then(), 404);
        isProblem(given().get("/api/v1/releases/" + set).then(), 404);
        isProblem(given().get("/api/v1/releases/" + set + "@0").then(), 400);
        isProblem(given().get("/api/v1/releases/" + set + "@7").then(), 404);
        isProblem(given().get("/api/v1/releases/" + UUID.randomUUID()).then(), 404);
        isProblem(given().get("/api/v1/releases/" + set + "@7/prompts").then(), 404);
    }

    @Test
    void healthMetricsAndOpenApiAreThere() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics)
                .contains(
                        "flames_prompt_imported_total",
                        "flames_prompt_import_errors_total",
                        "flames_prompt_releases_total",
                        "flames_prompt_outbox_pending",
                        "flames_prompt_outbox_failures_total");
        assertThat(given().get("/q/openapi").then().statusCode(200).extract().asString())
                .contains("importPrompts", "publishRelease", "diffReleases");
    }
}
