package io.flames.prompt;

import static io.flames.prompt.Calls.freshSet;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The pages as a browser without JavaScript gets them. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_prompt"))
class PagesIT {
    private static ValidatableResponse upload(String set, String lines) {
        return given().queryParam("lang", "en")
                .multiPart("set", set)
                .multiPart("file", "prompts.jsonl", lines.getBytes(StandardCharsets.UTF_8), "application/x-ndjson")
                .post("/prompts/import")
                .then();
    }

    private static String page(String path, String lang) {
        return given().urlEncodingEnabled(false)
                .queryParam("lang", lang)
                .get(path)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .extract()
                .asString();
    }

    @Test
    void anUploadShowsWhatWasImportedAndTheSetShowsIt() {
        String set = freshSet();
        String hostile = "<script>alert(1)</script>" + "长".repeat(3000);

        upload(set, Lines.valid(0, 120) + Lines.valid(1) + Lines.valid(121).replace("第121个问题", hostile))
                .statusCode(200)
                .body(containsString("Imported."))
                .body(containsString("Same content as"));

        assertThat(page("/prompts", "en"))
                .contains("<a href=\"/prompts/" + set + "\"")
                .contains("Prompt sets");
        assertThat(page("/prompts", "zh")).contains("提示集").contains("lang=\"zh-CN\"");
        String shown = page("/prompts/" + set, "en");
        assertThat(shown).contains("Toxic language", "第0个问题", "rel=\"next\"", "(not given)");
        assertThat(page("/prompts/" + set + "?subcomponent=Toxic+language", "zh"))
                .doesNotContain("第1个问题");
        String next =
                shown.replaceAll("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1").replace("&amp;", "&");
        assertThat(page(next, "en")).contains("第50个问题").doesNotContain("第49个问题");
        String last = page(next, "en").replaceAll("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1");
        assertThat(page(last.replace("&amp;", "&"), "en"))
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain("<script>alert");
    }

    @Test
    void invalidLinesAreATable() {
        String set = freshSet();
        upload(set, Lines.valid(0) + Lines.valid(0).replace("Fairness", "Fairnes"))
                .statusCode(422)
                .body(containsString("Nothing was imported"))
                .body(containsString("<td class=\"num\">2</td><td class=\"mono\">dimension</td>"))
                .body(containsString("unknown dimension &quot;Fairnes&quot;, expected one of Fairness"));
        given().get("/prompts/" + set).then().statusCode(404).contentType("text/html");
    }

    @Test
    void publishesAndComparesTwoReleases() {
        String set = freshSet();
        upload(set, Lines.valid(0, 5)).statusCode(200);
        String created = given().redirects()
                .follow(false)
                .post("/prompts/" + set + "/publish")
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        assertThat(created).endsWith("?news=created");
        assertThat(given().redirects()
                        .follow(false)
                        .post("/prompts/" + set + "/publish")
                        .header("Location"))
                .endsWith("?news=unchanged");
        upload(set, Lines.valid(5, 7)).statusCode(200);
        given().redirects()
                .follow(false)
                .post("/prompts/" + set + "/publish")
                .then()
                .statusCode(303);

        assertThat(page("/releases", "en")).contains(set + "@1", set + "@2");
        assertThat(page("/releases/" + set + "@1", "zh")).contains("SHA-256", "第0个问题");
        assertThat(page("/releases/diff?a=" + set + "@1&b=" + set + "@2", "en"))
                .contains("Added (2)", "Removed (0)")
                .contains("第5个问题")
                .doesNotContain("第1个问题");
    }

    @Test
    void errorsArePagesWithTheirStatus() {
        given().get("/releases/none@3").then().statusCode(404).contentType("text/html");
        given().get("/releases/diff?a=none").then().statusCode(400).contentType("text/html");
        given().get("/prompts/" + freshSet() + "?dimension=x")
                .then()
                .statusCode(400)
                .contentType("text/html");
        given().multiPart("set", freshSet())
                .post("/prompts/import")
                .then()
                .statusCode(400)
                .contentType("text/html");
    }
}
