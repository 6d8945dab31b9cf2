package io.flames.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The newcomer's first command, and what it leaves behind when it is killed. */
class DemoIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void demoPrintsTheLeaderboardLeavesAReportAndEndsWithNothingRunning() throws Exception {
        var result = Cli.run(folder, "demo", "--port", "0");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("flames-sample@1", "sample-careful", "sample-plain", "sample-reckless", "synthetic");
        var report = Files.readString(folder.resolve("flames-report.html"));
        assertThat(report).contains("sample-careful").doesNotContain("<script src", "<link rel=\"stylesheet\"");
    }

    @Test
    void nothingOutlivesAStackThatIsKilledButItsData() throws Exception {
        try (var flames = FlamesProcess.start(folder, "up").awaitReady()) {
            assertThat(flames.postJson("/api/v1/sets", "{\"name\":\"kept\"}").statusCode())
                    .isEqualTo(201);
            var children = flames.descendants();
            assertThat(children).as("broker, Postgres and five services").hasSizeGreaterThan(7);

            flames.process().destroyForcibly();

            await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
        try (var flames = FlamesProcess.start(folder, "up").awaitReady()) {
            assertThat(flames.get("/api/v1/sets/kept").statusCode()).isEqualTo(200);
        }
    }
}
