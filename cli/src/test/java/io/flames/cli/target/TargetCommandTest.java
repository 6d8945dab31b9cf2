package io.flames.cli.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.Captured;
import io.flames.cli.RestPeer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code target add}, as the service is asked. */
class TargetCommandTest {
    @Test
    void aTargetIsSentWithAllThatWasGivenAndNothingElse() throws IOException {
        try (var peer = new RestPeer()) {
            peer.on("POST /api/v1/targets", 201, "{\"name\":\"mine\"}");
            var captured = new Captured();

            int code = captured.run(
                    "target",
                    "add",
                    "mine",
                    "--base-url",
                    "http://x/v1",
                    "--model",
                    "m",
                    "--api-key-env",
                    "FLAMES_API_KEY_X",
                    "--temperature",
                    "0.70",
                    "--top-p",
                    "0.9",
                    "--max-tokens",
                    "5",
                    "--seed",
                    "7",
                    "--system-prompt",
                    "你好",
                    "--extra-body",
                    "{\"top_k\": 1}",
                    "--request-timeout",
                    "9",
                    "--max-concurrency",
                    "3",
                    "--requests-per-minute",
                    "60",
                    "--follows",
                    "a,b",
                    "--follows",
                    "c",
                    "--samples",
                    "2",
                    "--budget-calls",
                    "100",
                    "--synthetic",
                    "--url",
                    peer.url());

            assertThat(code).isZero();
            assertThat(peer.requests().get(0).body())
                    .isEqualTo("{\"name\":\"mine\",\"baseUrl\":\"http://x/v1\",\"model\":\"m\","
                            + "\"apiKeyEnv\":\"FLAMES_API_KEY_X\",\"temperature\":0.70,\"topP\":0.9,\"maxTokens\":5,"
                            + "\"seed\":7,\"systemPrompt\":\"你好\",\"extraBody\":{\"top_k\":1},"
                            + "\"requestTimeoutSeconds\":9,\"maxConcurrency\":3,\"requestsPerMinute\":60,"
                            + "\"follows\":[\"a\",\"b\",\"c\"],\"samples\":2,\"budget\":{\"maxCalls\":100},"
                            + "\"synthetic\":true}");
        }
    }
}
