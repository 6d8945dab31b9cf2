package io.flames.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What commands there are, and how they help. */
class FlamesCommandTest {
    static Stream<String> everyCommand() {
        return paths(FlamesCommand.commandLine(new Captured().console()), "").stream();
    }

    private static List<String> paths(CommandLine command, String path) {
        var all = new ArrayList<String>();
        all.add(path);
        command.getSubcommands().forEach((name, sub) -> all.addAll(paths(sub, (path + " " + name).strip())));
        return all;
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
    void theVersionIsTold() {
        var captured = new Captured();

        assertThat(captured.run("--version")).isZero();
        assertThat(captured.out()).startsWith("flames ").contains("(Java 1");
    }
}
