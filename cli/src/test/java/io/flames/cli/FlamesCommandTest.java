package io.flames.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.console.Console;
import io.flames.cli.console.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FlamesCommandTest {
    @TempDir
    private Path folder;

    static Stream<String> everyCommand() {
        return paths(FlamesCommand.commandLine(new Captured().console()), "").stream();
    }

    private static List<String> paths(CommandLine command, String path) {
        var all = new ArrayList<String>();
        all.add(path);
        command.getSubcommands().forEach((name, sub) -> all.addAll(paths(sub, (path + " " + name).strip())));
        return all;
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void aListOfCommandsHasWholeSentences(String command) {
        var line = FlamesCommand.commandLine(new Captured().console());
        for (var name : command.isEmpty() ? new String[0] : command.split(" ")) {
            line = line.getSubcommands().get(name);
        }
        var usage = line.getCommandSpec().usageMessage();
        var listed = usage.header().length > 0 ? usage.header()[0] : usage.description()[0];

        assertThat(listed).endsWith(".");
    }

    @Test
    void theCommandsAreThere() {
        assertThat(everyCommand())
                .contains(
                        "up",
                        "demo",
                        "status",
                        "prompts import",
                        "prompts list",
                        "prompts show",
                        "release publish",
                        "release list",
                        "release show",
                        "target add",
                        "target version",
                        "target list",
                        "target show",
                        "run start",
                        "run list",
                        "run watch",
                        "run cancel",
                        "run resume",
                        "run reask",
                        "responses import",
                        "report show",
                        "report leaderboard",
                        "report export",
                        "annotate campaign create",
                        "annotate campaign list",
                        "annotate campaign show",
                        "annotate campaign close",
                        "annotate status",
                        "annotate export",
                        "annotate import",
                        "score",
                        "scorer list",
                        "scorer describe",
                        "scorer show",
                        "scorer selftest",
                        "scorer compare",
                        "scorer calibrate",
                        "scorer train",
                        "bench collect");
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandHelpsWithExamples(String command) {
        var captured = new Captured();

        int code = captured.run((command + " --help").strip().split(" "));

        assertThat(code).isZero();
        assertThat(captured.out())
                .contains("Usage: flames" + (command.isEmpty() ? "" : " " + command))
                .contains("Examples:\n")
                .contains("./flames " + command)
                .contains("--json", "--url", "--no-color", "--verbose");
        assertThat(captured.out().lines()).allMatch(line -> line.length() <= 120);
        assertThat(captured.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "--url",
                "run list --url ftp://x",
                "run list --url nonsense",
                "up --port x",
                "up --port 70000",
                "up extra",
                "demo --port -1",
                "demo --nonsense",
                "status extra",
                "prompts",
                "prompts import",
                "prompts import file.jsonl",
                "prompts import --set x",
                "prompts list --limit 0",
                "prompts list --limit many",
                "prompts list --dimension Safety",
                "prompts show",
                "release",
                "release publish",
                "release list --limit 0",
                "release show a b",
                "target",
                "target add",
                "target add mine --model m",
                "target add mine --base-url http://x",
                "target add mine --base-url http://x --model m --temperature warm",
                "target add mine --base-url http://x --model m --max-tokens 1.5",
                "target add mine --base-url http://x --model m --extra-body nonsense",
                "target add mine --base-url http://x --model m --extra-body [1]",
                "target version",
                "target version mine",
                "target list extra",
                "target show",
                "run",
                "run start --target t",
                "run start --release r",
                "run start --target t --release r --samples 0",
                "run start --target t --release r --samples x",
                "run list --status SLEEPING",
                "run list --limit 0",
                "run cancel",
                "run resume",
                "run reask",
                "run cancel a b",
                "responses",
                "responses import f.jsonl",
                "responses import f.jsonl --target t",
                "report",
                "report show",
                "report leaderboard --measure height",
                "report export",
                "report export --format pdf",
                "report export --format jsonl",
                "report export --format html --run x",
                "report export --format csv --run x --release y",
                "report export --format json --json",
                "annotate",
                "annotate campaign",
                "annotate campaign create",
                "annotate campaign create c --strategy best",
                "annotate campaign create c --strategy random",
                "annotate campaign create c --size 5",
                "annotate campaign create c --strategy random --size 0",
                "annotate campaign create c --strategy random --size 5 --signal entropy",
                "annotate campaign create c --strategy random --size 5 --random-share 0.5",
                "annotate campaign create c --strategy targeted --size 5 --signal beauty",
                "annotate campaign create c --password secret",
                "annotate campaign list extra",
                "annotate campaign show",
                "annotate campaign close a b",
                "annotate status a b",
                "annotate export c",
                "annotate export --format jsonl",
                "annotate export c --format pdf",
                "annotate export c --format jsonl --json",
                "annotate export c --format jsonl --with-labels -o f",
                "annotate import f.json --format jsonl",
                "annotate import f.json --campaign c",
                "annotate import f.json --campaign c --format label_studio",
                "score",
                "score a.jsonl --scoring nowhere",
                "score a.jsonl --scoring host:0",
                "score a.jsonl --scoring host:70000",
                "score a.jsonl --scoring host:1,",
                "score a.jsonl --tls",
                "score a.jsonl --scoring host:1 --tls-cert x",
                "scorer",
                "scorer describe a b",
                "scorer list extra",
                "scorer list --tls-ca x",
                "scorer list --scoring nowhere",
                "scorer list --scoring a:1,b:1",
                "scorer describe --scoring a:1,b:1",
                "scorer selftest --scoring a:1,b:1",
                "scorer selftest a b",
                "scorer compare a",
                "scorer compare a b",
                "scorer compare a@nowhere b --data x",
                "bench",
                "bench collect --prompts 0",
                "bench collect --latency-ms -1",
                "bench collect --in-flight 0",
                "bench collect --in-flight 5000",
                "bench collect --runs 0"
            })
    void wrongUsageIsOneLineAndTwo(String line) {
        var captured = new Captured();

        int code = captured.run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(code).isEqualTo(FlamesCommand.USAGE);
        assertThat(captured.errLines()).singleElement().asString().contains("--help)");
        assertThat(captured.out()).isEmpty();
    }

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
    void aMissingFileIsAnError() {
        var captured = new Captured();

        assertThat(captured.run("prompts", "import", "nowhere.jsonl", "--set", "s"))
                .isEqualTo(FlamesCommand.ERROR);
        assertThat(captured.errLines()).containsExactly("nowhere.jsonl: no such file");
    }

    @Test
    void aRefusedImportNamesFileAndLine() throws IOException {
        var file = Files.writeString(folder.resolve("prompts.jsonl"), "{\"dimension\":\"Fairnes\"}\n");
        try (var peer = new RestPeer()) {
            peer.on(
                    "POST /api/v1/sets/my%20set/imports".replace("%20", " "),
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
    void stackTracesOnlyWhenAskedFor() {
        var quiet = new Captured();
        var verbose = new Captured();

        quiet.run("prompts", "import", "nowhere.jsonl", "--set", "s");
        verbose.run("prompts", "import", "nowhere.jsonl", "--set", "s", "--verbose");

        assertThat(quiet.err()).doesNotContain("\tat ");
        assertThat(verbose.err()).contains("nowhere.jsonl: no such file").contains("\tat io.flames.cli.");
    }

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

    @Test
    void theVersionIsTold() {
        var captured = new Captured();

        assertThat(captured.run("--version")).isZero();
        assertThat(captured.out()).startsWith("flames ").contains("(Java 1");
    }
}
