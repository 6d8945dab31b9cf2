package io.flames.cli.scorer;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code flames scorer}: the judges. */
@Command(
        name = "scorer",
        header = "Scorers: what they are, how good they are, which one reports use.",
        footer = {
            "  ./flames scorer list",
            "  ./flames scorer describe onnx-heads",
            "  ./flames scorer selftest",
            "  ./flames scorer compare onnx-heads judge --data labelled.jsonl --scoring gpu-host:9000",
            "  ./flames scorer evaluate onnx-heads --data labelled.jsonl",
            "  ./flames scorer register onnx-heads --from weights/",
            "  ./flames scorer shadow onnx-heads@4 --history",
            "  ./flames scorer promote onnx-heads@4 --data held-out.jsonl",
            "  ./flames scorer rollback onnx-heads",
            "  ./flames scorer discard onnx-heads@3",
            "  ./flames scorer versions onnx-heads",
            "  ./flames scorer calibrate",
            "  ./flames scorer train -- --help"
        },
        subcommands = {
            ListCommand.class,
            DescribeCommand.class,
            ShowCommand.class,
            SelfTestCommand.class,
            CompareCommand.class,
            EvaluateCommand.class,
            RegisterCommand.class,
            ShadowCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            DiscardCommand.class,
            VersionsCommand.class,
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
