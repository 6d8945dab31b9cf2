package io.flames.scoring.progress.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.flames.local.test.ServersResource;
import io.flames.scoring.progress.Phase;
import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.SnapshotJson;
import io.flames.scoring.progress.Snapshots;
import io.flames.scoring.progress.store.TrainingStore;
import io.flames.scoring.stream.FreeGrpcPort;
import io.flames.scoring.train.TrainerMain;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings report over HTTP to the service with its database. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_scoring"))
@TestProfile(FreeGrpcPort.class)
class TrainingsIT {
    private static final Path GRADED = Path.of(System.getProperty("flames.root"), "scoring-service/training/graded");
    private static final List<String> FILES = List.of("fairness", "safety", "morality", "legality", "data-protection");
    /** Of each file: enough for three golden items a class. */
    private static final int LINES = 36;

    /** By default. */
    private static final int KEPT = 200;

    @Inject
    TrainingStore store;

    @TestHTTPResource
    URI url = URI.create("/");

    @TempDir
    Path folder;

    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void schemaIsThere() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get("/api/v1/trainings").statusCode() == 200);
    }

    @Test
    void theNewestSnapshotIsKeptWhateverComesLater() {
        put(id, Snapshots.training("kept", 20)).statusCode(200).body("state", equalTo("running"));
        put(id, Snapshots.of("kept", 19, Phase.DONE, ""))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("19 is lower than 20"))
                .body("sequence", equalTo(20));
        put(id, Snapshots.training("kept", 20)).statusCode(200);
        put(id, Snapshots.training("other", 21))
                .statusCode(409)
                .body("detail", containsString("the id is of a training of kept@3 (full)"));

        given().get("/api/v1/trainings/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id.toString()))
                .body("name", equalTo("kept"))
                .body("phase", equalTo("training"))
                .body("silentSeconds", lessThan(60))
                .body("validations[1].accuracy", equalTo(0.62f))
                .body("page", equalTo("/scorers/trainings/" + id));
        given().get("/api/v1/trainings").then().statusCode(200).body("items.id", hasItem(id.toString()));
    }

    @Test
    void whatIsWrongGetsA4xxAndChangesNothing() {
        var right = SnapshotJson.write(Snapshots.training("hostile", 1));
        refused(id.toString(), right.replace("\"full\"", "\"<b>\""), 400, "mode: expected");
        refused(id.toString(), "[1, 2", 400, "no JSON that can be read");
        refused(id.toString(), "{\"x\": \"" + "y".repeat(70_000) + "\"}", 413, "at most 65536 bytes");
        refused("1-2-3-4-5", right, 400, "the id in the path: expected a UUID");
        given().contentType("text/plain")
                .body(right)
                .put("/api/v1/trainings/" + id)
                .then()
                .statusCode(415);
        given().get("/api/v1/trainings/" + id)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("no training " + id));
    }

    private static void refused(String id, String body, int status, String detail) {
        given().contentType("application/json")
                .body(body)
                .put("/api/v1/trainings/" + id)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    @Test
    void oneThatRunsIsNeverForgottenForANewOne() {
        put(id, Snapshots.training("mine", 1)).statusCode(200);
        var others = Stream.generate(UUID::randomUUID).limit(KEPT).toList();
        try {
            others.forEach(other -> store.put(other, Snapshots.training("many", 1)));

            put(UUID.randomUUID(), Snapshots.training("late", 1))
                    .statusCode(429)
                    .contentType("application/problem+json")
                    .header("Retry-After", "30")
                    .body("detail", containsString(KEPT + " trainings are running already"));
            given().get("/api/v1/trainings/" + id).then().statusCode(200);
        } finally {
            others.forEach(other -> store.put(other, Snapshots.of("many", 2, Phase.DONE, "")));
        }

        put(UUID.randomUUID(), Snapshots.of("late", 1, Phase.DONE, "")).statusCode(200);
        given().get("/api/v1/trainings/" + id).then().statusCode(200);
        assertThat(store.newest(KEPT + 1)).hasSize(KEPT);
    }

    @Test
    void aTrainingHasMetricsUntilItEnds() {
        var series = "{mode=\"full\",training=\"measured\"}";
        put(id, Snapshots.training("measured", 1)).statusCode(200);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(metrics())
                .contains(
                        "flames_scoring_training_epoch" + series + " 2.0",
                        "flames_scoring_training_progress_ratio" + series + " 0.3",
                        "flames_scoring_training_loss" + series + " 0.52",
                        "flames_scoring_training_validation_accuracy_ratio" + series + " 0.62",
                        "flames_scoring_training_items_per_second" + series + " 41.5",
                        "flames_scoring_training_remaining_seconds" + series + " 270.0",
                        "flames_scoring_training_age_seconds" + series));

        put(id, Snapshots.of("measured", 2, Phase.FAILED, "interrupted")).statusCode(200);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(metrics()).doesNotContain("measured"));
    }

    @Test
    void thePagesSpeakBothLanguagesAndEscapeWhatTheyWereTold() {
        var hostile = "<script>alert(1)</script> {cdi:page.lang}";
        put(id, Snapshots.of("paged", 1, Phase.FAILED, hostile)).statusCode(200);

        given().get("/scorers/trainings/" + id + "?lang=en")
                .then()
                .statusCode(200)
                .body(containsString("Training of paged@3"))
                .body(containsString("&lt;script&gt;alert(1)&lt;/script&gt; {cdi:page.lang}"))
                .body(not(containsString("4 min 30 s left")))
                .body(containsString("62.0 % (best 62.0 %)"))
                .body(containsString("<polyline class=\"line\""))
                .body(not(containsString("hx-get")))
                .body(not(containsString("NOT_FOUND")));
        given().get("/scorers/trainings/" + id + "?lang=zh")
                .then()
                .statusCode(200)
                .body(containsString("验证准确率"))
                .body(containsString("失败"));
        put(id, Snapshots.training("paged", 2)).statusCode(200);
        given().get("/scorers/trainings/" + id + "?lang=en")
                .then()
                .body(containsString("about 4 min 30 s left"))
                .body(containsString("hx-get=\"/scorers/trainings/" + id + "\""));
        given().get("/scorers/trainings?lang=en")
                .then()
                .statusCode(200)
                .body(containsString("href=\"/scorers/trainings/" + id + "\""));
        given().get("/scorers/trainings/nothing?lang=en")
                .then()
                .statusCode(404)
                .body(containsString("no such training"));
        given().get("/scorers?lang=en").then().statusCode(200).body(containsString("href=\"/scorers/trainings\""));
    }

    private static String metrics() {
        return given().get("/q/metrics").asString();
    }

    @Test
    void aRealTrainingIsSeenToItsEnd() throws Exception {
        var out = new ByteArrayOutputStream();
        var name = "seen-" + id.toString().substring(0, 8);
        var arguments = List.of(
                "--data",
                labelled().toString(),
                "--out",
                folder.resolve("scorer").toString(),
                "--name",
                name,
                "--cache",
                folder.resolve("cache").toString(),
                "--report",
                url.toString());

        int code = TrainerMain.run(arguments.toArray(String[]::new), print(out), System.err);

        assertThat(code).as(said(out)).isZero();
        var page = said(out)
                .lines()
                .filter(line -> line.startsWith("progress is shown on "))
                .findFirst()
                .orElseThrow();
        var training = page.substring(page.lastIndexOf('/') + 1);
        given().get("/api/v1/trainings/" + training)
                .then()
                .statusCode(200)
                .body("name", equalTo(name))
                .body("state", equalTo("done"))
                .body("mode", equalTo("heads"))
                .body("epochs", equalTo(3))
                .body("validations.epoch", hasItems(1, 2, 3))
                .body("headsDigest.length()", equalTo(64));
    }

    private Path labelled() throws Exception {
        var lines = new ArrayList<String>();
        for (String name : FILES) {
            try (Stream<String> some = Files.lines(GRADED.resolve(name + ".jsonl"))) {
                lines.addAll(some.limit(LINES).toList());
            }
        }
        var file = folder.resolve("labelled.jsonl");
        Files.write(file, lines);
        return file;
    }

    private static ValidatableResponse put(UUID id, Snapshot snapshot) {
        return given().contentType("application/json")
                .body(SnapshotJson.write(snapshot))
                .put("/api/v1/trainings/" + id)
                .then();
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String said(ByteArrayOutputStream by) {
        return by.toString(StandardCharsets.UTF_8);
    }
}
