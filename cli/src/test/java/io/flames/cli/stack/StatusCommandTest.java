package io.flames.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.Captured;
import io.flames.cli.FlamesCommand;
import io.flames.cli.RestPeer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code status}, with a service that is down. */
class StatusCommandTest {
    @Test
    void aStatusWithAServiceDownIsAnError() throws IOException {
        try (var peer = new RestPeer()) {
            for (var service : List.of("prompt", "generation", "scoring")) {
                peer.on("GET /services/" + service + "/q/health/ready", 200, "{\"status\":\"UP\",\"checks\":[]}");
            }
            peer.on(
                            "GET /services/report/q/health/ready",
                            503,
                            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"postgres\",\"status\":\"DOWN\"},"
                                    + "{\"name\":\"kafka\",\"status\":\"UP\"}]}")
                    .on("GET /api/v1/runs", 200, "{\"items\":[],\"next\":null}");
            var captured = new Captured();

            int code = captured.run("status", "--url", peer.url());

            assertThat(code).isEqualTo(FlamesCommand.ERROR);
            assertThat(captured.out().lines())
                    .contains("prompt-service      ready", "report-service      NOT READY  postgres");
        }
    }
}
