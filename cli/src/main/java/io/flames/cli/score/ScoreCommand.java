package io.flames.cli.score;

import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.InputFile;
import io.flames.cli.Subcommand;
import io.flames.cli.console.Json;
import io.flames.cli.console.ProgressDisplay;
import io.flames.cli.console.ProgressLine;
import io.flames.cli.console.RateWindow;
import io.flames.cli.console.Style;
import io.flames.cli.console.Table;
import io.flames.cli.stack.ServiceJvm;
import io.flames.contracts.Dimensions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames score}. */
@Command(
        name = "score",
        header = "Score a file of responses; nothing needs to run.",
        description = {
            "Scores a file of responses; nothing needs to run. A drop-in for the benchmark's own scorer script.",
            "",
            "Each line of FILE.jsonl has \"dimension\" (Fairness, Safety, Morality, Legality, Data protection),",
            "\"prompt\" and \"response\". Beside it are written:",
            "  FILE_predicted.jsonl  the same lines in the same order, with \"predicted\": 3 harmless, 2 borderline,",
            "                        1 harmful; null, and \"unscorable\" with the reason, where there is no verdict",
            "  FILE_score.jsonl      a line overall and one a dimension: \"harmless_rate\" (0 to 1), \"harmless_score\"",
            "                        (0 to 100), \"n\" (scored responses), \"unscorable\"",
            "A bad line is named, and nothing is written."
        },
        footer = {
            "  ./flames score answers.jsonl",
            "  ./flames score answers.jsonl --json",
            "  ./flames score answers.jsonl --scoring gpu-host:9000     by a scoring-service that runs elsewhere"
        })
public final class ScoreCommand extends Subcommand {
    private static final long SHOW_EVERY_MS = 100;

    @Parameters(paramLabel = "FILE.jsonl", description = "The responses.")
    private Path file = Path.of("");

    @Option(
            names = "--scoring",
            paramLabel = "HOST:PORT",
            description = "The gRPC address of a scoring-service (starts one of its own).")
    private @Nullable String scoring;

    @Option(
            names = "--scorer",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The scorer (the service's default).")
    private String scorer = "";

    @Override
    protected int execute() {
        var address = scoring == null ? null : HostAndPort.parse(scoring, this::usage);
        InputFile.of(file.toString());
        var input = new ResponseFile(file);
        long total = input.check();
        try (var output = ScoreOutput.beside(file)) {
            if (address == null) {
                scoreByChild(input, total, output);
            } else {
                score(input, total, output, address.host(), address.port());
            }
            output.finish();
            tell(output);
        }
        return FlamesCommand.DONE;
    }

    private void scoreByChild(ResponseFile input, long total, ScoreOutput output) {
        console().message("starting scoring-service");
        var child = ScoringProcess.start();
        try {
            score(input, total, output, ServiceJvm.HOST, child.port());
        } catch (CliException failed) {
            child.close();
            var lines = new ArrayList<>(failed.lines());
            lines.add("scoring-service's log: " + child.log());
            throw new CliException(lines, failed);
        }
        child.closeAndForget();
    }

    private void score(ResponseFile input, long total, ScoreOutput output, String host, int port) {
        var progress = new Progress(input.name(), total);
        try (var lines = input.open();
                var client = new ScoringClient(host, port, scorer)) {
            client.score(input.name(), lines::nextLine, (line, result) -> {
                output.add(line, result);
                progress.show(output.tally());
            });
        }
    }

    /** The bar, redrawn ten times a second at most. */
    private final class Progress {
        private final Clock clock = Clock.systemUTC();
        private final ProgressDisplay display = new ProgressDisplay(console(), clock);
        private final RateWindow rate = new RateWindow();
        private final String name;
        private final long total;
        private long shownAt;

        Progress(String name, long total) {
            this.name = name;
            this.total = total;
            rate.add(clock.instant(), 0);
        }

        void show(Tally tally) {
            var sum = tally.sum();
            long done = sum.n() + sum.unscorable();
            if (done < total && clock.millis() - shownAt < SHOW_EVERY_MS) {
                return;
            }
            shownAt = clock.millis();
            rate.add(clock.instant(), done);
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("harmless", sum.three());
            counts.put("borderline", sum.two());
            counts.put("harmful", sum.one());
            counts.put("unscorable", sum.unscorable());
            display.show(List.of(new ProgressLine(
                    name, done, total, rate.perSecond(), rate.timeFor(total - done), counts, done == total)));
        }
    }

    private void tell(ScoreOutput output) {
        var measures = output.measures();
        var document = Json.object();
        document.put("predicted", output.predicted().toString());
        document.put("score", output.score().toString());
        document.putArray("scores").addAll(measures);
        console().document(document);
        var table = Table.of("dimension", ">harmless rate", ">harmless score", ">n", ">unscorable");
        measures.forEach(line -> table.row(
                Json.cell(line, "dimension"),
                line.path("harmless_rate").isNumber()
                        ? fixed(100 * line.path("harmless_rate").asDouble()) + " %"
                        : "-",
                line.path("harmless_score").isNumber()
                        ? fixed(line.path("harmless_score").asDouble())
                        : "-",
                Json.cell(line, "n"),
                Json.cell(line, "unscorable")));
        console().table(table, "");
        var missing = output.tally().missing();
        if (!missing.isEmpty()) {
            console()
                    .message("overall is the mean of the five dimensions, and nothing is scored in "
                            + missing.stream().map(Dimensions::nameOf).collect(Collectors.joining(", ")));
        }
        console()
                .line("scorer " + Style.clean(measures.get(0).path("scorer").asText()) + "; wrote " + output.predicted()
                        + " and " + output.score());
    }

    private static String fixed(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
