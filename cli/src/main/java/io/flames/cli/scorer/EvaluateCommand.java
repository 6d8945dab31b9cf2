package io.flames.cli.scorer;

import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.score.ScoringOptions;
import io.flames.cli.score.ScoringProcess;
import io.flames.contracts.client.ScoringTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames scorer evaluate}. */
@Command(
        name = "evaluate",
        header = "How right a scorer is on labelled answers, beside the baselines.",
        description = {
            "Judges a scorer on a frozen data set's test part (./flames dataset freeze), or on JSON lines with \"score\":",
            "how often it is right (95 %% Wilson interval), 3 against not 3, macro F1, quadratic kappa, confusion and",
            "calibration, over all, a dimension each, and apart on answers with and without refusal wording. Beside it",
            "stand a dimension's most frequent score, refusal keywords, and logistic regression on character n-grams.",
            "",
            "NAME: a scorer of the service that --scoring names, else of one started for this; none: its default scorer.",
            "With --weights a folder that ./flames train wrote, which needs no service."
        },
        footer = {
            "  ./flames scorer evaluate onnx-heads --data my-data",
            "  ./flames scorer evaluate judge --data labelled.jsonl --scoring gpu-host:9000 --json",
            "  ./flames scorer evaluate --weights my-scorer --data my-data"
        })
final class EvaluateCommand extends Subcommand {
    private static final String MAIN = "io.flames.scoring.evaluate.EvaluateMain";

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The scorer.")
    private String name = "";

    @Option(names = "--data", required = true, paramLabel = "DIR|FILE", description = "Data set, or labelled answers.")
    private Path data = Path.of("");

    @Option(
            names = "--part",
            paramLabel = "P",
            description = "train, validation or test of a data set (default: test).")
    private @Nullable String part;

    @Option(names = "--weights", paramLabel = "DIR", description = "A folder that ./flames train wrote.")
    private @Nullable Path weights;

    @Mixin
    private ScoringOptions scoring;

    @SuppressWarnings("NullAway.Init")
    EvaluateCommand() {}

    @Override
    protected int execute() throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("--data", data.toString()));
        if (part != null) {
            arguments.addAll(List.of("--part", part));
        }
        if (console().isJson()) {
            arguments.add("--json");
        }
        if (weights != null) {
            arguments.addAll(List.of("--weights", weights.toString()));
            return run(arguments);
        }
        if (!name.isEmpty()) {
            arguments.addAll(List.of("--scorer", name));
        }
        var addresses = scoring.addresses(this::usage);
        scoring.checkTlsHasAddress(this::usage);
        if (addresses.isEmpty()) {
            return byChild(arguments);
        }
        arguments.addAll(List.of("--scoring", addresses.get(0).toString()));
        arguments.addAll(tls(scoring.tls(this::usage)));
        return run(arguments);
    }

    private int byChild(List<String> arguments) throws IOException, InterruptedException {
        console().message("starting scoring-service");
        try (var child = ScoringProcess.start()) {
            arguments.addAll(List.of("--scoring", child.address()));
            int code = run(arguments);
            if (code == FlamesCommand.DONE) {
                child.closeAndForget();
            } else {
                console().message("scoring-service's log: " + child.log());
            }
            return code;
        }
    }

    private static List<String> tls(ScoringTls tls) {
        var arguments = new ArrayList<String>();
        if (tls.enabled()) {
            arguments.add("--tls");
        }
        tls.ca().ifPresent(file -> arguments.addAll(List.of("--tls-ca", file.toString())));
        tls.cert().ifPresent(file -> arguments.addAll(List.of("--tls-cert", file.toString())));
        tls.key().ifPresent(file -> arguments.addAll(List.of("--tls-key", file.toString())));
        return arguments;
    }

    private static int run(List<String> arguments) throws IOException, InterruptedException {
        return ScoringTool.run(MAIN, "1g", arguments);
    }
}
