package io.flames.cli.scorer;

import io.flames.cli.Subcommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flames scorer train}. */
@Command(
        name = "train",
        header = "Train the heads of the onnx scorer.",
        description = {
            "Trains the heads of the onnx scorer; its arguments are those of scoring-service's trainer,",
            "see scoring-service/README.md."
        },
        footer = {"  ./flames scorer train", "  ./flames scorer train -- --help      the trainer's own help"})
final class TrainCommand extends Subcommand {
    private static final String MAIN = "io.flames.scoring.train.TrainMain";
    private static final String GRADED = "--graded";

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Passed on to the trainer.")
    private List<String> arguments = List.of();

    @Override
    protected int execute() throws IOException, InterruptedException {
        var all = new ArrayList<>(arguments);
        if (!all.contains(GRADED)) {
            all.addAll(List.of(GRADED, ScoringTool.trainingTexts()));
        }
        return ScoringTool.run(MAIN, "1g", all);
    }
}
