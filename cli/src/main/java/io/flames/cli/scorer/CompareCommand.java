package io.flames.cli.scorer;

import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.InputFile;
import io.flames.cli.PartFile;
import io.flames.cli.Subcommand;
import io.flames.cli.score.ResponseFile;
import io.flames.cli.score.ScoreLine;
import io.flames.cli.score.ScoringOptions;
import io.flames.cli.score.ScoringProcess;
import io.flames.cli.stack.ServiceJvm;
import io.flames.contracts.client.HostAndPort;
import io.flames.contracts.client.ScoringTls;
import io.grpc.ChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames scorer compare}. */
@Command(
        name = "compare",
        header = "How two scorers differ on the same answers.",
        description = {
            "Has the lines of a file (\"dimension\", \"prompt\", \"response\") scored by A, then by B, and shows by",
            "dimension how often they agree (95 %% Wilson interval), Cohen's kappa, unweighted and with squared",
            "distances, which scores met, and what each could not score. Where lines have \"score\", the right one,",
            "also how often each is right, and McNemar's exact test of the difference.",
            "",
            "A and B: NAME of a scorer of the service that --scoring names, else of one started for this;",
            "NAME@HOST:PORT of another service's; @HOST:PORT for its default scorer."
        },
        footer = {
            "  ./flames scorer compare onnx-heads judge --data labelled.jsonl --scoring gpu-host:9000",
            "  ./flames scorer compare onnx-heads@old:9000 onnx-heads@new:9000 --data answers.jsonl --out differ.jsonl",
            "  ./flames scorer compare @a:9000 @b:9000 --data answers.jsonl --json"
        })
final class CompareCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "A", description = "The first scorer.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The second scorer.")
    private String second = "";

    @Option(names = "--data", required = true, paramLabel = "FILE.jsonl", description = "The answers.")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Writes the lines on which they differ, with \"predicted_a\" and \"predicted_b\".")
    private @Nullable Path out;

    @Mixin
    private ScoringOptions scoring;

    @SuppressWarnings("NullAway.Init")
    CompareCommand() {}

    @Override
    protected int execute() throws IOException {
        var a = ScorerRef.parse(first, this::usage);
        var b = ScorerRef.parse(second, this::usage);
        var addresses = scoring.addresses(this::usage);
        var tls = ScoringOptions.credentials(scoring.tls(this::usage));
        InputFile.of(data.toString());
        var input = new ResponseFile(data);
        long lines = input.check().lines();
        Labels.check(input);
        if (addresses.isEmpty() && (a.addresses().isEmpty() || b.addresses().isEmpty())) {
            compareByChild(new PairRun(console(), input, lines), a, b, tls);
        } else {
            compare(new PairRun(console(), input, lines), by(a, addresses, tls), by(b, addresses, tls));
        }
        return FlamesCommand.DONE;
    }

    private void compareByChild(PairRun run, ScorerRef a, ScorerRef b, ChannelCredentials tls) throws IOException {
        console().message("starting scoring-service");
        var child = ScoringProcess.start();
        var own = List.of(new HostAndPort(ServiceJvm.HOST, child.port()));
        var plaintext = ScoringOptions.credentials(ScoringTls.PLAINTEXT);
        try {
            compare(
                    run,
                    by(a, own, a.addresses().isEmpty() ? plaintext : tls),
                    by(b, own, b.addresses().isEmpty() ? plaintext : tls));
        } catch (CliException failed) {
            child.close();
            var said = new ArrayList<>(failed.lines());
            said.add("scoring-service's log: " + child.log());
            throw new CliException(said, failed);
        }
        child.closeAndForget();
    }

    private static PairRun.Judge by(ScorerRef scorer, List<HostAndPort> usual, ChannelCredentials credentials) {
        return new PairRun.Judge(scorer.name(), scorer.addresses().isEmpty() ? usual : scorer.addresses(), credentials);
    }

    private void compare(PairRun run, PairRun.Judge a, PairRun.Judge b) throws IOException {
        if (out == null) {
            tell(run.compare(a, b, (line, from, to) -> {}));
            return;
        }
        try (var part = PartFile.of(out);
                var differing = new DifferingLines(part.path())) {
            var outcome = run.compare(a, b, differing);
            differing.close();
            part.finish();
            tell(outcome);
        }
    }

    private void tell(PairRun.Outcome outcome) {
        console().document(ComparisonReport.document(outcome));
        ComparisonReport.tables(outcome, console().style()).forEach(console()::line);
    }

    /** The right scores that lines may have. */
    private static final class Labels {
        static void check(ResponseFile input) {
            try (var reader = input.open()) {
                for (var line = reader.nextLine(); line.isPresent(); line = reader.nextLine()) {
                    PairRun.label(input.name(), line.get());
                }
            }
        }
    }

    /** Takes what the two do not agree on. */
    interface Differences {
        void add(ScoreLine line, Opinion a, Opinion b) throws IOException;
    }
}
