package io.flames.annotation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.flames.annotation.support.Logins;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.Assertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** People log in by the form, and have a session. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_annotation_login"))
@QuarkusTestResource(Logins.class)
class LoginIT {
    @ConfigProperty(name = "flames.annotation.users-file")
    String usersFile = "";

    @Test
    void theFormGivesASessionThatServesOnlyPagesOfThisSite() {
        var cookie = logIn("anna", password("anna"))
                .then()
                .statusCode(302)
                .header("Location", containsString("/annotate"))
                .extract()
                .detailedCookie("flames-annotation");

        Assertions.assertThat(cookie.isHttpOnly()).isTrue();
        Assertions.assertThat(cookie.getSameSite()).isEqualTo("Strict");
        given().cookie(cookie)
                .get("/api/v1/annotators/me")
                .then()
                .statusCode(200)
                .body("login", equalTo("anna"))
                .body("roles", hasItem("annotator"));
        next(cookie, "same-origin").then().statusCode(200).body("status", equalTo("nothing"));
        next(cookie, "cross-site").then().statusCode(403);
        given().cookie(cookie)
                .contentType("application/json")
                .post("/api/v1/labels/next")
                .then()
                .statusCode(403)
                .body("detail", containsString("Origin"));
    }

    @Test
    void metricsAskForTheirTokenWhoeverIsLoggedIn() {
        var cookie = logIn("lead", password("lead")).detailedCookie("flames-annotation");

        given().get("/q/metrics").then().statusCode(401).body("detail", containsString("metrics-token"));
        given().cookie(cookie).get("/q/metrics").then().statusCode(401);
        given().header("Authorization", "Bearer guessed")
                .get("/q/metrics")
                .then()
                .statusCode(401);
        given().urlEncodingEnabled(false).get("/q/%6detrics").then().statusCode(401);
        given().urlEncodingEnabled(false).get("/q/x/../metrics").then().statusCode(401);
        given().header("Authorization", "Bearer " + Logins.METRICS_TOKEN)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("flames_annotation_items"));
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void aWrongPasswordGivesNoSession() {
        logIn("anna", "wrong")
                .then()
                .statusCode(303)
                .header("Location", containsString("/annotate/login?failed=true"))
                .header("Set-Cookie", nullValue());
    }

    @Test
    void whoLeavesTheUsersFileHasNoSessionAnyMore() throws IOException {
        var cookie = logIn("dora", password("dora")).detailedCookie("flames-annotation");
        var file = Path.of(usersFile);
        Files.write(
                file,
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("dora:"))
                        .toList());
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));

        given().cookie(cookie).get("/api/v1/annotators/me").then().statusCode(401);
        given().auth()
                .preemptive()
                .basic("dora", password("dora"))
                .get("/api/v1/annotators/me")
                .then()
                .statusCode(401);
    }

    @Test
    void passwordsAreReadableByTheOwnerAloneAndNowhereInTheUsersFile() throws IOException {
        var file = Path.of(usersFile);
        for (var each : new Path[] {file, Path.of(usersFile + ".passwords")}) {
            Assertions.assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rw-------");
        }
        Assertions.assertThat(Files.readString(file))
                .doesNotContain(password("anna"))
                .contains("anna:annotator:$2");
    }

    @Test
    void nobodyIsSentToTheLoginPageByAProgramsAddress() {
        given().redirects()
                .follow(false)
                .get("/api/v1/annotators/me")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Basic"));
    }

    @Test
    void everyPageOfWorkNeedsALogin() {
        for (var path : new String[] {
            "annotate",
            "annotate/me",
            "annotate/label",
            "annotate/label/next",
            "annotate/adjudicate",
            "annotate/adjudicate/next",
            "annotate/campaigns",
            "agreement",
            "annotate/leave"
        }) {
            given().redirects()
                    .follow(false)
                    .get("/" + path)
                    .then()
                    .statusCode(303)
                    .header("Location", containsString("/annotate/login"));
        }
        for (var path : new String[] {"label", "adjudicate"}) {
            given().redirects()
                    .follow(false)
                    .header("Sec-Fetch-Site", "same-origin")
                    .post("/annotate/" + path + "/00000000-0000-0000-0000-000000000000/skip")
                    .then()
                    .statusCode(303)
                    .header("Location", containsString("/annotate/login"));
        }
    }

    private String password(String name) {
        return String.valueOf(Logins.passwords(Path.of(usersFile)).get(name));
    }

    private static Response logIn(String name, String password) {
        return given().redirects()
                .follow(false)
                .header("Sec-Fetch-Site", "same-origin")
                .formParam("j_username", name)
                .formParam("j_password", password)
                .post("/annotate/j_security_check");
    }

    private static Response next(Cookie cookie, String site) {
        return given().cookie(cookie)
                .header("Sec-Fetch-Site", site)
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/labels/next");
    }
}
