package io.flames.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.Captured;
import io.flames.cli.FlamesCommand;
import io.flames.cli.RestPeer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report export} to a file. */
class ReportCommandTest {
    @TempDir
    private Path folder;

    @Test
    void anExportIsWholeOrNotThere() throws IOException {
        var file = folder.resolve("board.csv");
        try (var peer = new RestPeer()) {
            var captured = new Captured();
            assertThat(captured.run("report", "export", "--format", "csv", "-o", file.toString(), "--url", peer.url()))
                    .isEqualTo(FlamesCommand.ERROR);
            assertThat(folder).isEmptyDirectory();

            peer.on("GET /api/v1/exports/leaderboard", 200, "a,b\n1,2\n");
            assertThat(captured.run("report", "export", "--format", "csv", "-o", file.toString(), "--url", peer.url()))
                    .isZero();
            assertThat(folder).isDirectoryContaining(path -> path.equals(file));
            assertThat(file).hasContent("a,b\n1,2\n");
        }
    }
}
