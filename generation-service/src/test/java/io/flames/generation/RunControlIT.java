package io.flames.generation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.flames.generation.support.ScoringPeer;
import io.flames.generation.support.ScriptedTarget;
import io.flames.generation.support.ScriptedTarget.Reply;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs that a person or a budget ends before they are done, and that go on later. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(ScoringPeer.class)
class RunControlIT extends Collecting {
    @Test
    void aRunIsCancelledAndResumed() {
        try (var target = new ScriptedTarget(call -> Reply.ok("好", 30))) {
            addTarget(name, target, Map.of("maxConcurrency", 1, "requestsPerMinute", 600));
            publisher.publish(name, 1, 60);
            startWhenReleased(name + "@1");
            var id = runsOf(name).get(0).get("id").toString();
            await().atMost(PATIENCE).until(() -> !target.calls().isEmpty());

            given().post("/api/v1/runs/" + id + "/cancel")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("CANCELLED"))
                    .body("reason", equalTo("cancelled by hand"));
            given().post("/api/v1/runs/" + id + "/cancel")
                    .then()
                    .statusCode(409)
                    .contentType("application/problem+json");
            await().atMost(PATIENCE)
                    .until(() -> given().get("/api/v1/runs/" + id).jsonPath().getInt("inFlight") == 0);
            int before = target.calls().size();
            assertThat(before).isLessThan(60);

            given().post("/api/v1/runs/" + id + "/resume").then().statusCode(200);
            var run = awaitRun(name, "FINISHED");
            assertThat(run.getLong("counts.answered")).isEqualTo(60);
            assertThat(target.calls()).hasSize(60);
        }
    }

    @Test
    void aBudgetThatIsUsedUpCancelsTheRunAndALargerOneResumesIt() {
        try (var target = new ScriptedTarget(call -> Reply.ok("好"))) {
            addTarget(name, target, Map.of("follows", List.of(name), "budget", Map.of("maxCalls", 4)));
            publisher.publish(name, 1, 9);

            var run = awaitRun(name, "CANCELLED");
            assertThat(run.getString("reason")).isEqualTo("budget of 4 calls is used up");
            assertThat(target.calls()).hasSize(4);
            var id = run.getString("id");
            given().post("/api/v1/runs/" + id + "/resume").then().statusCode(409);

            given().contentType("application/json")
                    .body(Map.of("budget", Map.of("maxCalls", 9)))
                    .post("/api/v1/targets/" + name + "/versions")
                    .then()
                    .statusCode(200)
                    .body("version", equalTo(1));
            given().post("/api/v1/runs/" + id + "/resume").then().statusCode(200);
            awaitRun(name, "FINISHED");
            assertThat(target.calls()).hasSize(9);
        }
    }

    /** A prompt release takes its time to arrive. */
    private void startWhenReleased(String release) {
        await().atMost(PATIENCE)
                .until(() -> given().contentType("application/json")
                                .body(Map.of("target", name, "release", release))
                                .post("/api/v1/runs")
                                .statusCode()
                        != 404);
    }
}
