package io.flames.cli.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.Captured;
import io.flames.cli.FlamesCommand;
import io.flames.cli.RestPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegistryCommandsTest {
    private static final String VERSION =
            """
            {"name":"onnx-heads","version":4,"label":"onnx-heads@4","state":"%s","digest":"ab12","history":false,
             "events":[{"what":"shadow_started","reason":null,"at":"2024-01-31T12:00:05Z"}]}
            """;
    private static final String JOB =
            """
            {"id":"7","version":4,"state":"%s","done":%d,"total":400,"errors":[%s],"gate":{"passed":true,"items":400,
             "current":"onnx-heads@3","candidateAccuracy":0.8,"currentAccuracy":0.79,"difference":0.01,
             "lowerBound":-0.005,"margin":0.02,"candidate":"onnx-heads@4","droppedItems":12,"trainingItemsKnown":false,
             "currentTrainingItemsKnown":true,"currentUnsketchedItems":9}}
            """;
    private static final String JOBS = "/api/v1/scorers/onnx-heads/promotions";
    private static final String VERSIONS = "/api/v1/scorers/onnx-heads/versions";

    @TempDir
    Path folder;

    @Test
    void aFolderIsHandedOver() throws IOException {
        Files.writeString(folder.resolve("heads.json"), "{}");
        try (var peer = new RestPeer()) {
            peer.on("POST " + VERSIONS, 201, VERSION.formatted("registered"));
            var captured = new Captured();

            assertThat(captured.run(
                            "scorer", "register", "onnx-heads", "--from", folder.toString(), "--url", peer.url()))
                    .isZero();

            assertThat(captured.out()).contains("onnx-heads@4 is registered, sha256 ab12");
        }
    }

    @Test
    void anEmptyFolderIsRefusedHere() throws IOException {
        try (var peer = new RestPeer()) {
            var captured = new Captured();

            assertThat(captured.run(
                            "scorer", "register", "onnx-heads", "--from", folder.toString(), "--url", peer.url()))
                    .isEqualTo(FlamesCommand.ERROR);

            assertThat(captured.err()).contains("no files in it");
        }
    }

    @Test
    void aShadowIsStartedAndStopped() throws IOException {
        try (var peer = new RestPeer()) {
            peer.on("POST " + VERSIONS + "/4/shadow", 200, VERSION.formatted("shadow"))
                    .on("DELETE " + VERSIONS + "/4/shadow", 200, VERSION.formatted("registered"));
            var started = new Captured();
            var stopped = new Captured();

            assertThat(started.run("scorer", "shadow", "onnx-heads@4", "--history", "--url", peer.url()))
                    .isZero();
            assertThat(stopped.run("scorer", "shadow", "onnx-heads@4", "--stop", "--url", peer.url()))
                    .isZero();

            assertThat(started.out()).contains("onnx-heads@4 is shadow");
            assertThat(stopped.out()).contains("onnx-heads@4 is registered");
        }
    }

    @Test
    void aVersionNeedsItsNumber() {
        var captured = new Captured();

        assertThat(captured.run("scorer", "shadow", "onnx-heads")).isEqualTo(FlamesCommand.USAGE);

        assertThat(captured.err()).contains("expected NAME@VERSION");
    }

    @Test
    void whatTheGateMeasuredIsTold() throws IOException {
        var data = Files.writeString(folder.resolve("held-out.jsonl"), "{}\n").toString();
        try (var peer = new RestPeer()) {
            peer.on("POST " + VERSIONS + "/4/promote", 202, JOB.formatted("running", 0, ""))
                    .on("GET " + JOBS + "/7", 200, JOB.formatted("passed", 400, ""));
            var captured = new Captured();

            assertThat(captured.run("scorer", "promote", "onnx-heads@4", "--data", data, "--url", peer.url()))
                    .isZero();

            assertThat(captured.out().lines())
                    .containsExactly(
                            "onnx-heads@4 is promoted",
                            "400 items: accuracy 80.0 %, of onnx-heads@3 79.0 %; difference +1.00, lower bound -0.50,"
                                    + " allowed -2.00 percentage points",
                            "12 items were left out: a version was trained on them");
            assertThat(captured.err())
                    .contains("what onnx-heads@4 was trained on is not known")
                    .contains("9 of the items that onnx-heads@3 was trained on have no sketch")
                    .doesNotContain("what onnx-heads@3");
        }
    }

    @Test
    void ofAFrozenDataSetTheTestPartIsSent() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{}");
        Files.writeString(folder.resolve("train.jsonl"), "{\"of\":\"training\"}\n");
        Files.writeString(folder.resolve("test.jsonl"), "{\"of\":\"test\"}\n");
        try (var peer = new RestPeer()) {
            peer.on("POST " + VERSIONS + "/4/promote", 202, JOB.formatted("running", 0, ""));
            var captured = new Captured();

            assertThat(captured.run(
                            "scorer",
                            "promote",
                            "onnx-heads@4",
                            "--data",
                            folder.toString(),
                            "--drop-leaks",
                            "--no-wait",
                            "--url",
                            peer.url()))
                    .isZero();

            assertThat(peer.requests()).singleElement().satisfies(request -> {
                assertThat(request.body()).isEqualTo("{\"of\":\"test\"}\n");
                assertThat(request.call()).endsWith("dropLeaks=true&wait=false");
            });
            assertThat(captured.out()).contains("--follow 7");
        }
    }

    @Test
    void aFolderThatIsNoDataSetIsRefusedHere() {
        var captured = new Captured();

        assertThat(captured.run("scorer", "promote", "onnx-heads@4", "--data", folder.toString()))
                .isEqualTo(FlamesCommand.ERROR);

        assertThat(captured.err()).contains("manifest.json", "test.jsonl");
    }

    @Test
    void itemsThatAreNotHeldOutAreListed() throws IOException {
        var data = Files.writeString(folder.resolve("seen.jsonl"), "{}\n").toString();
        try (var peer = new RestPeer()) {
            peer.on("POST " + VERSIONS + "/4/promote", 202, JOB.formatted("running", 0, ""))
                    .on(
                            "GET " + JOBS + "/7",
                            200,
                            JOB.formatted(
                                    "refused",
                                    400,
                                    "\"1 item is not held out\",\"line 2: onnx-heads@4 was trained on it\""));
            var captured = new Captured();

            assertThat(captured.run("scorer", "promote", "onnx-heads@4", "--data", data, "--url", peer.url()))
                    .isEqualTo(FlamesCommand.ERROR);

            assertThat(captured.err()).contains("1 item is not held out", "line 2: onnx-heads@4 was trained on it");
        }
    }

    @Test
    void aRefusalOfTheGateIsAnError() throws IOException {
        var data = Files.writeString(folder.resolve("few.jsonl"), "{}\n").toString();
        try (var peer = new RestPeer()) {
            peer.on(
                    "POST " + VERSIONS + "/4/promote",
                    409,
                    "{\"title\":\"The gate refuses the version\",\"status\":409,\"detail\":\"20 items, 200 or more are needed\"}");
            var captured = new Captured();

            assertThat(captured.run("scorer", "promote", "onnx-heads@4", "--data", data, "--url", peer.url()))
                    .isEqualTo(FlamesCommand.ERROR);

            assertThat(captured.err()).contains("20 items, 200 or more are needed");
        }
    }

    @Test
    void aPromotionIsFollowedCancelledAndAVersionDiscarded() throws IOException {
        try (var peer = new RestPeer()) {
            peer.on("GET " + JOBS + "/7", 200, JOB.formatted("failed", 12, "\"the replica went away\""))
                    .on("DELETE " + JOBS + "/7", 200, JOB.formatted("cancelled", 12, ""))
                    .on("DELETE " + VERSIONS + "/4", 200, VERSION.formatted("discarded"));
            var followed = new Captured();
            var cancelled = new Captured();
            var discarded = new Captured();

            assertThat(followed.run("scorer", "promote", "onnx-heads@4", "--follow", "7", "--url", peer.url()))
                    .isEqualTo(FlamesCommand.ERROR);
            assertThat(cancelled.run("scorer", "promote", "onnx-heads@4", "--cancel", "7", "--url", peer.url()))
                    .isZero();
            assertThat(discarded.run("scorer", "discard", "onnx-heads@4", "--url", peer.url()))
                    .isZero();

            assertThat(followed.err()).contains("12/400", "the promotion is failed", "the replica went away");
            assertThat(cancelled.out()).contains("cancelled");
            assertThat(discarded.out()).contains("onnx-heads@4 is discarded");
        }
    }

    @Test
    void aPromotionOfAnotherVersionIsLeftAlone() throws IOException {
        try (var peer = new RestPeer()) {
            peer.on("GET " + JOBS + "/7", 200, JOB.formatted("passed", 400, ""))
                    .on("DELETE " + JOBS + "/7", 200, JOB.formatted("cancelled", 12, ""));
            for (String option : List.of("--follow", "--cancel")) {
                var captured = new Captured();

                assertThat(captured.run("scorer", "promote", "onnx-heads@5", option, "7", "--url", peer.url()))
                        .isEqualTo(FlamesCommand.ERROR);

                assertThat(captured.err()).contains("the promotion 7 is one of onnx-heads@4, not of onnx-heads@5");
                assertThat(captured.out()).doesNotContain("promoted");
            }
            assertThat(peer.requests())
                    .allSatisfy(request -> assertThat(request.call()).startsWith("GET"));
        }
    }

    @Test
    void aPromotionNeedsDataOrAnId() {
        var captured = new Captured();

        assertThat(captured.run("scorer", "promote", "onnx-heads@4")).isEqualTo(FlamesCommand.USAGE);

        assertThat(captured.err()).contains("--data, --follow and --cancel");
    }

    @Test
    void rollbackAndVersionsTellTheStates() throws IOException {
        try (var peer = new RestPeer()) {
            peer.on("POST /api/v1/scorers/onnx-heads/rollback", 200, VERSION.formatted("promoted"))
                    .on("GET " + VERSIONS, 200, "{\"items\":[" + VERSION.formatted("shadow") + "],\"next\":null}");
            var back = new Captured();
            var versions = new Captured();

            assertThat(back.run("scorer", "rollback", "onnx-heads", "--url", peer.url()))
                    .isZero();
            assertThat(versions.run("scorer", "versions", "onnx-heads", "--url", peer.url()))
                    .isZero();

            assertThat(back.out()).contains("onnx-heads@4 is promoted");
            assertThat(versions.out()).contains("onnx-heads@4", "shadow", "shadow started", "2024-01-31 12:00:05");
        }
    }
}
