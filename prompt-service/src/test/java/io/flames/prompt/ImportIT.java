package io.flames.prompt;

import static io.flames.prompt.Calls.freshSet;
import static io.flames.prompt.Calls.importInto;
import static io.flames.prompt.Calls.isProblem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Imports over REST: what is taken, what is refused, and with which words. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_prompt"))
class ImportIT {
    @Test
    void importsAndListsByFilterAndPage() {
        String set = freshSet();
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
        String set = freshSet();
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
        String set = freshSet();
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
        String set = freshSet();
        importInto(set, "?createSet=true&skipInvalid=true", Lines.valid(0, 2) + "{}\n" + Lines.valid(2, 4))
                .statusCode(200)
                .body("imported", equalTo(4))
                .body("invalid", equalTo(1))
                .body("errors.field", contains("dimension", "subcomponent", "prompt"))
                .body("errors.line", contains(3, 3, 3));
    }

    @Test
    void anIdStandsForOneContent() {
        String set = freshSet();
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
        isProblem(importInto(freshSet(), "", Lines.valid(0)), 404);
        isProblem(importInto("bad%20name", "?createSet=true", Lines.valid(0)), 400);
        isProblem(
                given().contentType("text/csv")
                        .body("a")
                        .post("/api/v1/sets/x/imports")
                        .then(),
                415);
        isProblem(importInto(freshSet(), "?createSet=perhaps", Lines.valid(0)), 404);
    }
}
