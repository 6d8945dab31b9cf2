package io.flames.generation;

import static io.flames.generation.support.RunEvents.collected;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.flames.contracts.Topics;
import io.flames.generation.support.ReleasePublisher.Published;
import io.flames.generation.support.ScoringPeer;
import io.flames.generation.support.TopicReader;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that were recorded elsewhere become a run. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(ScoringPeer.class)
class RecordingIT extends Collecting {
    @Test
    void aFileOfAnswersStandsInForATarget() {
        var release = publisher.publish(name, 1, 3);
        awaitConsumed(release);
        var answers = answersToTwoOf(release);

        var imported = upload("&allowMissing=true", answers)
                .statusCode(201)
                .body("read", equalTo(3))
                .body("matched", equalTo(2))
                .body("missing", equalTo(1))
                .body("unmatchedLines", equalTo(List.of(4)))
                .body("status", equalTo("FINISHED"))
                .body("expected", equalTo(2))
                .body("counts.answered", equalTo(1))
                .body("counts.empty", equalTo(1))
                .extract()
                .jsonPath();

        var id = imported.getString("id");
        try (var responses = new TopicReader(bootstrapServers, Topics.RESPONSES)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(collected(responses, id)).hasSize(2));
        }
        upload("&allowMissing=true", answers).statusCode(200).body("id", equalTo(id));
    }

    @Test
    void aFileThatLacksAnswersOrHasWrongLinesLeavesNothing() {
        var release = publisher.publish(name, 1, 3);
        awaitConsumed(release);

        upload("", answersToTwoOf(release)).statusCode(422).body("detail", containsString("lacks 1 of the 3 answers"));
        upload("", "{\"response\":\"甲\"}\nnot json\n").statusCode(422).body("errors.line", equalTo(List.of(1, 2)));

        given().get("/api/v1/targets/" + name).then().statusCode(404);
    }

    /** With a blank line between them, the second empty; and an answer to no prompt of the release. */
    private static String answersToTwoOf(Published release) {
        return "{\"prompt\":\"%s\",\"response\":\"甲\"}\n\n".formatted(release.prompt(0))
                + "{\"prompt\":\"%s\",\"response\":\"\"}\n".formatted(release.prompt(1))
                + "{\"prompt\":\"不在其中\",\"response\":\"乙\"}\n";
    }

    private ValidatableResponse upload(String query, String lines) {
        return given().contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/recordings?target=" + name + "&release=" + name + query)
                .then();
    }
}
