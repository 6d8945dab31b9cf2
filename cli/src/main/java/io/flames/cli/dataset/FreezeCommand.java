package io.flames.cli.dataset;

import io.flames.cli.Subcommand;
import io.flames.cli.scorer.ScoringTool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flames dataset freeze}. */
@Command(
        name = "freeze",
        header = "Freeze labelled answers as a data set, split and checked for leaks.",
        description = {
            "Freezes labelled answers of files, and of the labels that people agreed on, as a data set with digest and split;",
            "its arguments are those of scoring-service's program, see scoring-service/README.md."
        },
        footer = {
            "  ./flames dataset freeze --data labelled.jsonl --out my-data",
            "  ./flames dataset freeze --from-labels localhost:9092 --test-target my-model --out my-data",
            "  ./flames dataset freeze -- --help  the program's own help"
        })
final class FreezeCommand extends Subcommand {
    private static final String MAIN = "io.flames.scoring.freeze.FreezeMain";

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Passed on to the program.")
    private List<String> arguments = List.of();

    @Override
    protected int execute() throws IOException, InterruptedException {
        var all = new ArrayList<>(arguments);
        if (console().isJson()) {
            all.add("--json");
        }
        return ScoringTool.run(MAIN, "1g", all);
    }
}
