package io.flames.prompt;

import static io.flames.prompt.Calls.NDJSON;
import static io.flames.prompt.Calls.freshSet;
import static io.flames.prompt.Calls.importInto;
import static io.flames.prompt.Calls.isProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Releases over REST: numbered, content-addressed, compared and exported. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_prompt"))
class ReleasesIT {
    @Test
    void releasesAreNumberedAndContentAddressed() {
        String set = freshSet();
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

        String other = freshSet();
        importInto(other, "?createSet=true", Lines.valid(3, 6) + Lines.valid(0, 3))
                .statusCode(200);
        given().post("/api/v1/sets/" + other + "/releases").then().body("digest", equalTo(first));
    }

    @Test
    void exportsWhatItImports() {
        String set = freshSet();
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

        String copy = freshSet();
        importInto(copy, "?createSet=true", exported).statusCode(200).body("imported", equalTo(1200));
        given().post("/api/v1/sets/" + copy + "/releases").then().body("digest", equalTo(digest));
    }

    @Test
    void releaseProblems() {
        String set = freshSet();
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"" + set + "\"}")
                .post("/api/v1/sets")
                .then()
                .statusCode(201);
        isProblem(given().post("/api/v1/sets/" + set + "/releases").then(), 422);
        isProblem(given().post("/api/v1/sets/" + freshSet() + "/releases").then(), 404);
        isProblem(given().get("/api/v1/releases/" + set).then(), 404);
        isProblem(given().get("/api/v1/releases/" + set + "@0").then(), 400);
        isProblem(given().get("/api/v1/releases/" + set + "@7").then(), 404);
        isProblem(given().get("/api/v1/releases/" + UUID.randomUUID()).then(), 404);
        isProblem(given().get("/api/v1/releases/" + set + "@7/prompts").then(), 404);
    }
}
