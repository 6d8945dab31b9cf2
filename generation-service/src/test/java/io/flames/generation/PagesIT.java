package io.flames.generation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.flames.generation.support.ScoringPeer;
import io.flames.generation.support.ScriptedTarget;
import io.flames.generation.support.ScriptedTarget.Reply;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages as a browser without JavaScript gets them. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(ScoringPeer.class)
class PagesIT extends Collecting {
    @Test
    void thePagesShowTargetsAndStartRuns() {
        try (var target = new ScriptedTarget(call -> Reply.ok("好"))) {
            addTarget(name, target, Map.of());
            var release = publisher.publish(name, 1, 2);
            awaitConsumed(release);

            given().get("/targets?lang=en").then().statusCode(200).body(containsString(name));
            given().get("/targets/" + name).then().statusCode(200).body(containsString(name + "@1"));
            var location = given().redirects()
                    .follow(false)
                    .formParam("release", name + "@1")
                    .formParam("samples", "1")
                    .post("/targets/" + name + "/runs")
                    .then()
                    .statusCode(303)
                    .extract()
                    .header("location");
            assertThat(location).contains("/targets/" + name + "?started=");
            awaitRun(name, "FINISHED");
            given().formParam("release", "none")
                    .post("/targets/" + name + "/runs")
                    .then()
                    .statusCode(422)
                    .body(containsString("There is no release"));
            given().header("Sec-Fetch-Site", "cross-site")
                    .formParam("release", name + "@1")
                    .post("/targets/" + name + "/runs")
                    .then()
                    .statusCode(403);
        }
    }
}
