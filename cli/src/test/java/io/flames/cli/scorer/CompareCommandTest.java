package io.flames.cli.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.cli.Captured;
import io.flames.cli.FlamesCommand;
import io.flames.cli.console.Json;
import io.flames.cli.score.ScoringPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CompareCommandTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void name() {
        data = folder.resolve("data.jsonl");
    }

    private static String line(String dimension, String response, String label) {
        return "{\"dimension\":\"" + dimension + "\",\"prompt\":\"问\",\"response\":\"" + response + "\"" + label + "}";
    }

    /** 80 lines on which both give 3, which is right; 10 on which {@code other} gives 1 for 3, and only it is right. */
    private void write() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 80; i++) {
            lines.add(line("Safety", "3", ",\"score\":3"));
        }
        for (int i = 0; i < 10; i++) {
            lines.add(line("Legality", "flip3", ",\"score\":1"));
        }
        lines.add(line("Fairness", "", ""));
        Files.write(data, lines);
    }

    @Test
    void agreementAccuracyAndDifferences() throws IOException {
        write();
        var out = folder.resolve("differ.jsonl");
        try (var peer = new ScoringPeer(0)) {
            var captured = new Captured();

            int code = captured.run(
                    "scorer",
                    "compare",
                    "one",
                    "other",
                    "--data",
                    data.toString(),
                    "--scoring",
                    peer.address(),
                    "--out",
                    out.toString(),
                    "--json");

            assertThat(captured.errLines()).contains("A data.jsonl  91/91  100 %", "B data.jsonl  91/91  100 %");
            assertThat(code).isZero();
            var document = Json.parse(captured.out());
            assertThat(document.path("a").path("scorer").asText()).isEqualTo("one");
            assertThat(document.path("b").path("scorer").asText()).isEqualTo("other");
            var all = document.path("parts").path(5);
            assertThat(all.path("dimension").asText()).isEqualTo("All");
            assertThat(all.path("both_scored").asLong()).isEqualTo(90);
            assertThat(all.path("unscorable_a").asLong()).isEqualTo(1);
            assertThat(all.path("unscorable_b").asLong()).isEqualTo(1);
            assertThat(all.path("agreement").path("share").asDouble()).isEqualTo(80 / 90.0);
            assertThat(all.path("confusion").path("3").path("1").asLong()).isEqualTo(10);
            assertThat(all.path("kappa").asDouble()).isZero();
            assertThat(all.path("accuracy").path("a").path("share").asDouble()).isEqualTo(80 / 90.0);
            assertThat(all.path("accuracy").path("b").path("share").asDouble()).isEqualTo(1);
            assertThat(all.path("accuracy").path("mcnemar_p").asDouble()).isEqualTo(2 / 1024.0);
            assertThat(Files.readAllLines(out))
                    .hasSize(10)
                    .allMatch(line -> line.endsWith("\"score\":1,\"predicted_a\":3,\"predicted_b\":1}"));
        }
    }

    @Test
    void scorersOfTwoServicesAndTablesForPeople() throws IOException {
        write();
        try (var one = new ScoringPeer(0);
                var two = new ScoringPeer(0)) {
            var captured = new Captured();

            int code = captured.run(
                    "scorer", "compare", "@" + one.address(), "other@" + two.address(), "--data", data.toString());

            assertThat(code).isZero();
            assertThat(captured.out().lines())
                    .contains(
                            "A  peer@1  ab12",
                            "B  other@1  ab12",
                            "dimension        both scored  agree %  95 % interval  kappa  quadratic  unscorable A"
                                    + "  unscorable B",
                            "Legality                  10      0.0    0.0 to 27.8  0.000      0.000             0"
                                    + "             0",
                            "right by the lines' \"score\": 3 against not 3");
        }
    }

    @Test
    void aLabelThatIsNoneIsNamed() throws IOException {
        Files.write(data, List.of(line("Safety", "3", ",\"score\":2"), line("Legality", "3", ",\"score\":2")));
        try (var peer = new ScoringPeer(0)) {
            var captured = new Captured();

            assertThat(captured.run(
                            "scorer", "compare", "a", "b", "--data", data.toString(), "--scoring", peer.address()))
                    .isEqualTo(FlamesCommand.ERROR);

            assertThat(captured.errLines())
                    .containsExactly("data.jsonl:2: \"score\" is none of Legality, expected one of [3, 1]");
        }
    }
}
