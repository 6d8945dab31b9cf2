package io.flames.cli.train;

import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.scorer.ScoringTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flames train}: a scorer from a data set. */
@Command(
        name = "train",
        header = "Train a scorer on a data set.",
        description = {
            "Trains a scorer on a frozen data set (./flames dataset freeze), or on labelled answers, JSON lines, which are",
            "split by prompt then. Mode heads fits heads on the frozen encoder's features; what is computed once is kept in",
            "--cache: after a kill, run the same command again. Mode full trains the whole encoder with PyTorch (fetched once",
            "through Maven) and keeps checkpoints in --out: after a kill, add --resume.",
            "A running Flames (--url) shows how far it is on a page, whose address is printed.",
            "The folder that it writes is served with the setting `weights` of an onnx scorer, and judged with",
            "./flames scorer evaluate --weights DIR."
        },
        footer = {
            "  ./flames train --data my-data --mode heads --out my-scorer",
            "  ./flames train --data my-data --mode full --out my-encoder --set epochs=3 --set batch=16",
            "  ./flames train --data my-data --mode full --out my-encoder --set epochs=3 --set batch=16 --resume",
            "  ./flames train --data labelled.jsonl --set l2=1 --set features=RESPONSE_MEAN"
        })
public final class TrainCommand extends Subcommand {
    private static final String MAIN = "io.flames.scoring.train.TrainerMain";
    private static final String HEADS = "heads";

    @Option(names = "--data", required = true, paramLabel = "DIR|FILE", description = "Data set, or labelled answers.")
    private Path data = Path.of("");

    @Option(names = "--mode", paramLabel = "M", defaultValue = HEADS, description = "heads (default) or full.")
    private String mode = HEADS;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the scorer (default: scorer-MODE).")
    private @Nullable Path out;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "What a training keeps for the next (default: ~/.cache/flames/train).")
    private @Nullable Path cache;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The scorer's, in its model card (default: onnx-heads).")
    private @Nullable String name;

    @Option(names = "--model-version", paramLabel = "N", description = "The scorer's, from 1 (default: 1).")
    private @Nullable Integer version;

    @Option(names = "--seed", paramLabel = "N", description = "Default: 1.")
    private @Nullable Long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the mode, see scoring-service/README.md.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--resume", description = "Goes on with a training of mode full that was cut off.")
    private boolean resume;

    @Option(
            names = "--no-report",
            description = {
                "Keeps the progress to this terminal. Otherwise a Flames at --url shows it on a page; where there is none,",
                "the training goes on without."
            })
    private boolean noReport;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "2g",
            description = "Of the trainer's JVM (default: 2g).")
    private String heap = "2g";

    @Override
    protected int execute() throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("--data", data.toString(), "--mode", mode, "--progress-lines"));
        add(arguments, "--out", out);
        add(arguments, "--cache", cache);
        add(arguments, "--name", name);
        add(arguments, "--model-version", version);
        add(arguments, "--seed", seed);
        if (!noReport) {
            arguments.addAll(List.of("--report", address().toString()));
        }
        if (resume) {
            settings.put("resume", "true");
        }
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        int code = ScoringTool.lines(MAIN, heap, arguments, new PhaseProgress(console()));
        return code == 0 ? FlamesCommand.DONE : code;
    }

    private static void add(List<String> arguments, String option, @Nullable Object value) {
        if (value != null) {
            arguments.addAll(List.of(option, value.toString()));
        }
    }
}
