package io.flames.cli.dataset;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code flames dataset}: labelled answers, frozen. */
@Command(
        name = "dataset",
        description = "Data sets of labelled answers: freeze.",
        footer = {
            "  ./flames dataset freeze --data labelled.jsonl --out my-data",
            "  ./flames dataset freeze --from-labels localhost:9092 --test-target my-model --out my-data",
            "  ./flames dataset freeze -- --help"
        },
        subcommands = FreezeCommand.class)
public final class DatasetCommand {
    /** Lets the options of scoring-service's own program pass, in their order. */
    public static void passArgumentsOn(CommandLine root) {
        root.getSubcommands()
                .get("dataset")
                .getSubcommands()
                .get("freeze")
                .setUnmatchedOptionsArePositionalParams(true);
    }
}
