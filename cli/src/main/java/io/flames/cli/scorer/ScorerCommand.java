package io.flames.cli.scorer;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code flames scorer}: the judges. */
@Command(
        name = "scorer",
        description = "Scorers: list, describe, selftest, compare, calibrate, train.",
        footer = {
            "  ./flames scorer list",
            "  ./flames scorer describe onnx-heads",
            "  ./flames scorer selftest",
            "  ./flames scorer compare onnx-heads judge --data labelled.jsonl --scoring gpu-host:9000",
            "  ./flames scorer calibrate",
            "  ./flames scorer train -- --help"
        },
        subcommands = {
            ListCommand.class,
            DescribeCommand.class,
            ShowCommand.class,
            SelfTestCommand.class,
            CompareCommand.class,
            CalibrateCommand.class,
            TrainCommand.class
        })
public final class ScorerCommand {
    /** Lets the options of scoring-service's own programs pass, in their order. */
    public static void passArgumentsOn(CommandLine root) {
        var scorer = root.getSubcommands().get("scorer").getSubcommands();
        scorer.get("train").setUnmatchedOptionsArePositionalParams(true);
        scorer.get("calibrate").setUnmatchedOptionsArePositionalParams(true);
    }
}
