package io.flames.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What is said when a command that makes sense cannot be done. */
class FaultsTest {
    @Test
    void nobodyThereSaysWhatToDo() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var captured = new Captured();

        int code = captured.run("run", "list", "--url", "http://127.0.0.1:" + port);

        assertThat(code).isEqualTo(FlamesCommand.ERROR);
        assertThat(captured.errLines())
                .containsExactly(
                        "no Flames at http://127.0.0.1:" + port + ": start it with ./flames up, or name it with --url");
    }

    @Test
    void anAddressThatIsNotFlamesIsSaidSo() throws IOException {
        try (var peer = new RestPeer()) {
            peer.on("GET /api/v1/sets", 200, "<html>hello</html>");
            var captured = new Captured();

            assertThat(captured.run("prompts", "list", "--url", peer.url())).isEqualTo(FlamesCommand.ERROR);
            assertThat(captured.errLines())
                    .singleElement()
                    .asString()
                    .endsWith("was not answered with JSON: is " + peer.url() + " the address of a Flames?");
        }
    }

    @Test
    void aMissingFileIsAnError() {
        var captured = new Captured();

        assertThat(captured.run("prompts", "import", "nowhere.jsonl", "--set", "s"))
                .isEqualTo(FlamesCommand.ERROR);
        assertThat(captured.errLines()).containsExactly("nowhere.jsonl: no such file");
    }

    @Test
    void stackTracesOnlyWhenAskedFor() {
        var quiet = new Captured();
        var verbose = new Captured();

        quiet.run("prompts", "import", "nowhere.jsonl", "--set", "s");
        verbose.run("prompts", "import", "nowhere.jsonl", "--set", "s", "--verbose");

        assertThat(quiet.err()).doesNotContain("\tat ");
        assertThat(verbose.err()).contains("nowhere.jsonl: no such file").contains("\tat io.flames.cli.");
    }
}
