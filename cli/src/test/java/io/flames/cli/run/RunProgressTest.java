package io.flames.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.console.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunProgressTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    @Test
    void aRunningRunHasRateEtaAndOutcomes() throws Exception {
        var progress = new RunProgress();
        progress.line(Json.parse(run("RUNNING", 0, "{}")), START);

        var line = progress.line(
                Json.parse(run("RUNNING", 50, "{\"answered\":45,\"filtered_input\":4,\"error\":1}")),
                START.plusSeconds(5));

        assertThat(line.text())
                .isEqualTo("mine  50/100  50 %  10.0/s  ETA 0:05  answered 45, filtered (input) 4, error 1");
    }

    @Test
    void anEndpointThatKeepsStillIsSeen() throws Exception {
        var run = "{\"target\":\"mine\",\"status\":\"RUNNING\",\"done\":0,\"expected\":40,\"calls\":36,\"inFlight\":4}";

        assertThat(new RunProgress().line(Json.parse(run), START).text()).isEqualTo("mine  0/40  0 %  retries 32");
    }

    @Test
    void aCancelledRunTellsWhatIsMissing() throws Exception {
        var run = Json.parse(run("CANCELLED", 40, "{\"answered\":40}"));

        assertThat(RunProgress.hasEnded(run)).isTrue();
        assertThat(new RunProgress().line(run, START).text())
                .isEqualTo("mine  40/100  40 %  answered 40, cancelled, missing 60");
    }

    private static String run(String status, int done, String counts) {
        return "{\"target\":\"mine\",\"status\":\"" + status + "\",\"done\":" + done + ",\"expected\":100,\"counts\":"
                + counts + "}";
    }
}
