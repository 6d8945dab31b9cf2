package io.flames.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The newcomer's first command. */
class DemoIT {
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
}
