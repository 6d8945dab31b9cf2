package io.flames.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.Captured;
import io.flames.cli.FlamesCommand;
import io.flames.cli.RestPeer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code run start}, as the service is asked and as it answers. */
class RunCommandTest {
    @Test
    void waitingForACancelledRunIsAnError() throws IOException {
        try (var peer = new RestPeer()) {
            var run =
                    "{\"id\":\"r1\",\"target\":\"t\",\"targetVersion\":1,\"release\":\"s@1\",\"expected\":10,\"done\":4,"
                            + "\"status\":\"CANCELLED\",\"reason\":\"by hand\",\"counts\":{\"answered\":4}}";
            peer.on("POST /api/v1/runs", 201, run).on("GET /api/v1/runs/r1", 200, run);
            var captured = new Captured();

            int code = captured.run(
                    "run",
                    "start",
                    "--target",
                    "t",
                    "--release",
                    "s",
                    "--wait",
                    "--idempotency-key",
                    "k",
                    "--url",
                    peer.url());

            assertThat(code).isEqualTo(FlamesCommand.ERROR);
            assertThat(peer.requests().get(0).idempotencyKey()).isEqualTo("k");
            assertThat(captured.err()).contains("t  4/10  40 %").contains("run r1 was cancelled: by hand");
        }
    }
}
