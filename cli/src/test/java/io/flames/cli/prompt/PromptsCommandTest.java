package io.flames.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.Captured;
import io.flames.cli.FlamesCommand;
import io.flames.cli.RestPeer;
import io.flames.cli.console.Console;
import io.flames.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prompts} against a service that answers as it is told. */
class PromptsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aRefusedImportNamesFileAndLine() throws IOException {
        var file = Files.writeString(folder.resolve("prompts.jsonl"), "{\"dimension\":\"Fairnes\"}\n");
        try (var peer = new RestPeer()) {
            peer.on(
                    "POST /api/v1/sets/my set/imports",
                    422,
                    "{\"detail\":\"1 invalid\",\"errors\":[{\"line\":1,\"field\":\"dimension\",\"message\":\"unknown\"}]}");
            var captured = new Captured();

            int code = captured.run("prompts", "import", file.toString(), "--set", "my set", "--url", peer.url());

            assertThat(code).isEqualTo(FlamesCommand.ERROR);
            assertThat(captured.errLines()).containsExactly("prompts.jsonl:1: unknown");
            assertThat(peer.requests()).singleElement().satisfies(request -> {
                assertThat(request.call())
                        .isEqualTo("POST /api/v1/sets/my%20set/imports?skipInvalid=false&createSet=true"
                                + "&file=prompts.jsonl");
                assertThat(request.body()).isEqualTo("{\"dimension\":\"Fairnes\"}\n");
            });
        }
    }

    @Test
    void jsonIsOneDocumentOnStandardOutput() throws IOException {
        try (var peer = new RestPeer()) {
            peer.on("GET /api/v1/sets", 200, "{\"items\":[{\"name\":\"中文\",\"promptCount\":3}],\"next\":null}");
            var captured = new Captured(new Console.Terminal(true, true, 80), true);

            int code = captured.run("prompts", "list", "--json", "--url", peer.url());

            assertThat(code).isZero();
            assertThat(Json.parse(captured.out())
                            .path("items")
                            .path(0)
                            .path("name")
                            .asText())
                    .isEqualTo("中文");
            assertThat(captured.err()).isEmpty();
        }
    }
}
