package io.flames.cli.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flames scorer selftest}. */
@Command(
        name = "selftest",
        header = "Whether a scorer gives what was recorded for its golden items.",
        description = {
            "Whether a scorer gives what was recorded for its golden items; exit code 1 when it does not.",
            "A running Flames scores them now. With --scoring their newest run is looked at (at the service's",
            "start and every hour); with neither, a scoring-service is started, which scores them."
        },
        footer = {
            "  ./flames scorer selftest",
            "  ./flames scorer selftest onnx-heads --json",
            "  ./flames scorer selftest --scoring gpu-host:9000"
        })
final class SelfTestCommand extends ScorersCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", defaultValue = "", description = "The scorer (the default one).")
    private String name = "";

    @Override
    int execute(Scorers scorers) {
        var result = scorers.selfTest(name);
        if (!result.isObject()) {
            throw new CliException("the golden items were not scored yet: see ./flames scorer describe");
        }
        console().document(result);
        boolean passed = result.path("passed").asBoolean();
        console().line(outcome(result));
        result.path("faults").forEach(fault -> console().line("  " + Style.clean(fault.asText())));
        return passed ? FlamesCommand.DONE : FlamesCommand.ERROR;
    }

    /** {@code passed: 39 of 39 items got their recorded score, widest logit distance ..., tested at ...}. */
    static String outcome(JsonNode result) {
        var verdict = result.path("passed").asBoolean() ? "passed: " : "FAILED: ";
        return verdict + counts(result) + ", tested at " + Json.time(result, "testedAt") + " UTC";
    }

    private static String counts(JsonNode result) {
        var text =
                Json.cell(result, "agreed") + " of " + Json.cell(result, "items") + " items got their recorded score";
        var widest = result.path("widestLogitDistance");
        return widest.isNumber()
                ? text
                        + String.format(
                                Locale.ROOT,
                                ", widest logit distance %.4f (tolerance %.4f)",
                                widest.asDouble(),
                                result.path("tolerance").asDouble())
                : text;
    }
}
