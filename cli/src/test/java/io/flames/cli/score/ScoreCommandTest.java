package io.flames.cli.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.cli.Captured;
import io.flames.cli.FlamesCommand;
import io.flames.cli.console.Json;
import io.flames.contracts.Dimensions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScoreCommandTest {
    private static final int PAIRED = 14;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("answers.jsonl");
    }

    @Test
    void linesStayAsTheyAreAndGetTheirVerdict() throws IOException {
        Files.write(
                file,
                List.of(
                        "{\"z\":1.50,\"dimension\":\"Safety\",\"prompt\":\"问\",\"response\":\"3\",\"a\":{\"y\":[1,2]}}",
                        "",
                        "{\"response\":\" \",\"prompt\":\"问\",\"dimension\":\"Data protection\"}",
                        "{\"predicted\":9,\"dimension\":\"Legality\",\"prompt\":\"问\",\"response\":\"1\"}",
                        "{\"dimension\":\"Safety\",\"prompt\":\"问\",\"response\":\"2\"}"));
        try (var peer = new ScoringPeer(0)) {
            var captured = new Captured();

            int code = captured.run("score", file.toString(), "--scoring", peer.address());

            assertThat(code).isZero();
            assertThat(folder.resolve("answers_predicted.jsonl"))
                    .hasContent(
                            """
                            {"z":1.50,"dimension":"Safety","prompt":"问","response":"3","a":{"y":[1,2]},"predicted":3}
                            {"response":" ","prompt":"问","dimension":"Data protection","predicted":null,"unscorable":"blank"}
                            {"predicted":1,"dimension":"Legality","prompt":"问","response":"1"}
                            {"dimension":"Safety","prompt":"问","response":"2","predicted":2}
                            """);
            assertThat(captured.err())
                    .contains("nothing is scored in Fairness, Morality, Data protection")
                    .contains("answers.jsonl  4/4  100 %");
        }
    }

    @Test
    void theScoreFileHasOverallAndEachDimension() throws IOException {
        write(PAIRED * 50);
        try (var peer = new ScoringPeer(0)) {
            var captured = new Captured();

            assertThat(captured.run("score", file.toString(), "--scoring", peer.address(), "--json"))
                    .isZero();

            var lines = Files.readAllLines(folder.resolve("answers_score.jsonl"));
            assertThat(lines).hasSize(6);
            var overall = Json.parse(lines.get(0));
            assertThat(overall.path("dimension").asText()).isEqualTo("Overall");
            assertThat(overall.path("n").asLong()).isEqualTo(PAIRED * 50);
            assertThat(overall.path("scorer").asText()).isEqualTo("peer@1");
            assertThat(overall.path("scorer_digest").asText()).isEqualTo("ab12");
            double mean = 0;
            for (int i = 0; i < Dimensions.ALL.size(); i++) {
                var line = Json.parse(lines.get(i + 1));
                assertThat(line.path("dimension").asText()).isEqualTo(Dimensions.nameOf(Dimensions.ALL.get(i)));
                assertThat(line.path("harmless_rate").asDouble()).isBetween(0.3, 0.4);
                mean += line.path("harmless_rate").asDouble() / Dimensions.ALL.size();
            }
            assertThat(overall.path("harmless_rate").asDouble()).isCloseTo(mean, within(1e-12));
            var document = Json.parse(captured.out());
            assertThat(document.path("scores")).hasSize(6);
            assertThat(document.path("predicted").asText())
                    .isEqualTo(folder.resolve("answers_predicted.jsonl").toString());
        }
    }

    @Test
    void orderIsTheInputsAndWhatIsInFlightIsBounded() throws IOException {
        write(PAIRED * 500);
        try (var peer = new ScoringPeer(0)) {
            assertThat(new Captured().run("score", file.toString(), "--scoring", peer.address()))
                    .isZero();

            assertThat(Files.readAllLines(folder.resolve("answers_predicted.jsonl")))
                    .map(line -> Json.parse(line).path("id").asInt())
                    .containsExactlyElementsOf(
                            IntStream.range(0, PAIRED * 500).boxed().toList());
            assertThat(peer.seen()).isEqualTo(PAIRED * 500);
            assertThat(peer.mostInFlight()).isBetween(2L, 256L);
        }
    }

    @Test
    void aServiceThatGoesAwayAndComesBackLosesNothing() throws IOException {
        write(PAIRED * 20);
        try (var peer = new ScoringPeer(1)) {
            assertThat(new Captured().run("score", file.toString(), "--scoring", peer.address()))
                    .isZero();

            assertThat(Files.readAllLines(folder.resolve("answers_predicted.jsonl")))
                    .hasSize(PAIRED * 20)
                    .allMatch(line -> line.matches(".*\"predicted\":[123]}"));
        }
    }

    @Test
    void badLinesAreNamedAndNothingIsWritten() throws IOException {
        Files.write(
                file,
                List.of(
                        "{\"dimension\":\"Fairnes\",\"prompt\":\"x\",\"response\":\"3\"}",
                        "nonsense",
                        "{\"dimension\":\"Safety\",\"response\":\"3\"}",
                        "{\"dimension\":\"Safety\",\"prompt\":\" \",\"response\":\"3\"}",
                        "[1]",
                        "{\"dimension\":\"Safety\",\"prompt\":\"x\",\"response\":null}"));
        try (var peer = new ScoringPeer(0)) {
            var captured = new Captured();

            int code = captured.run("score", file.toString(), "--scoring", peer.address());

            assertThat(code).isEqualTo(FlamesCommand.ERROR);
            assertThat(captured.errLines()).hasSize(6);
            assertThat(captured.errLines().get(0))
                    .isEqualTo("answers.jsonl:1: unknown dimension \"Fairnes\", expected one of Fairness, Safety,"
                            + " Morality, Legality, Data protection");
            assertThat(captured.errLines().get(1)).startsWith("answers.jsonl:2: not JSON: ");
            assertThat(captured.errLines().get(2))
                    .isEqualTo(
                            "answers.jsonl:3: \"prompt\" is missing, expected \"dimension\", \"prompt\" and \"response\"");
            assertThat(captured.errLines().get(3)).isEqualTo("answers.jsonl:4: \"prompt\" is blank");
            assertThat(captured.errLines().get(4)).isEqualTo("answers.jsonl:5: not a JSON object");
            assertThat(captured.errLines().get(5)).isEqualTo("answers.jsonl:6: \"response\" is not a string");
            assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
            assertThat(peer.seen()).isZero();
        }
    }

    @Test
    void aLineThatNoMessageHoldsIsNamedBeforeAnythingIsScored() throws IOException {
        int most = ScoreLine.MOST_BYTES;
        var line = "{\"dimension\":\"Safety\",\"prompt\":\"问\",\"response\":\"3%s\"}";
        Files.write(
                file,
                List.of(
                        line.formatted(""),
                        line.formatted(" ".repeat(most - 3)),
                        line.formatted("答".repeat((most - 1) / 3))));
        try (var peer = new ScoringPeer(0)) {
            var captured = new Captured();

            int code = captured.run("score", file.toString(), "--scoring", peer.address());

            assertThat(code).isEqualTo(FlamesCommand.ERROR);
            assertThat(captured.errLines())
                    .containsExactly(
                            "answers.jsonl:2: \"prompt\" and \"response\" together have " + (most + 1)
                                    + " bytes, at most " + most,
                            "answers.jsonl:3: \"prompt\" and \"response\" together have " + (3 + 1 + (most - 1) / 3 * 3)
                                    + " bytes, at most " + most);
            assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
            assertThat(peer.seen()).isZero();
        }
    }

    /** The peer has gRPC's own limit for a message, which is scoring-service's too. */
    @Test
    void theLongestLineFits() throws IOException {
        var prompt = "x".repeat(ScoreLine.MOST_BYTES - 1);
        Files.writeString(file, "{\"dimension\":\"Safety\",\"prompt\":\"" + prompt + "\",\"response\":\"3\"}\n");
        try (var peer = new ScoringPeer(0)) {
            assertThat(new Captured().run("score", file.toString(), "--scoring", peer.address()))
                    .isZero();
            assertThat(peer.seen()).isOne();
        }
    }

    @Test
    void aLineThatTheServiceRefusesIsNamedAndNothingIsWritten() throws IOException {
        Files.write(
                file,
                List.of(
                        "{\"dimension\":\"Safety\",\"prompt\":\"x\",\"response\":\"3\"}",
                        "{\"dimension\":\"Safety\",\"prompt\":\"x\",\"response\":\"invalid\"}"));
        try (var peer = new ScoringPeer(0)) {
            var captured = new Captured();

            int code = captured.run("score", file.toString(), "--scoring", peer.address());

            assertThat(code).isEqualTo(FlamesCommand.ERROR);
            assertThat(captured.errLines()).containsExactly("answers.jsonl:2: response is too long");
            assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
        }
    }

    @Test
    void anEmptyFileIsAnError() throws IOException {
        Files.writeString(file, "\n\n");
        var captured = new Captured();

        assertThat(captured.run("score", file.toString(), "--scoring", "127.0.0.1:1"))
                .isEqualTo(FlamesCommand.ERROR);
        assertThat(captured.errLines()).containsExactly("answers.jsonl: no lines to score");
    }

    @Test
    void nobodyAtTheAddressIsAnErrorThatNamesIt() throws IOException {
        write(1);
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var captured = new Captured();

        int code = captured.run("score", file.toString(), "--scoring", "127.0.0.1:" + port);

        assertThat(code).isEqualTo(FlamesCommand.ERROR);
        assertThat(captured.errLines()).singleElement().asString().contains("scoring-service at 127.0.0.1:" + port);
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    private void write(int lines) throws IOException {
        Lines.write(file, lines);
    }
}
