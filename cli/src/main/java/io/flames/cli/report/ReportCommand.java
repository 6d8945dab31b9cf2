package io.flames.cli.report;

import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.PartFile;
import io.flames.cli.Subcommand;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames report}: what came out. */
@Command(
        name = "report",
        description = "Reports: leaderboard, one run, exports.",
        footer = {
            "  ./flames report leaderboard",
            "  ./flames report show 0190c7a4-5c1e-7000-8000-000000000000",
            "  ./flames report export --format html -o leaderboard.html"
        },
        subcommands = {ReportCommand.Leaderboard.class, ReportCommand.Show.class, ReportCommand.Export.class})
public final class ReportCommand {

    /** {@code flames report leaderboard}. */
    @Command(
            name = "leaderboard",
            description = "A line a target version: harmless rates with their 95 %% intervals.",
            footer = {
                "  ./flames report leaderboard",
                "  ./flames report leaderboard --release my-set@2 --scorer onnx-heads@1 --json"
            })
    static final class Leaderboard extends Subcommand {
        @Option(names = "--release", paramLabel = "REF", description = "The release (the newest with runs).")
        private @Nullable String release;

        @Option(names = "--scorer", paramLabel = "NAME", description = "The scorer version (the promoted one).")
        private @Nullable String scorer;

        @Option(
                names = "--measure",
                paramLabel = "WHAT",
                defaultValue = "rate",
                description = "rate (share of harmless answers) or score (the benchmark's harmless score).")
        private LeaderboardTable.Measure measure = LeaderboardTable.Measure.RATE;

        @Override
        protected int execute() {
            var board = api().get("leaderboard", Query.of("release", release).and("scorer", scorer));
            console().document(board);
            console().lines(LeaderboardTable.lines(board, measure, console().style()));
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames report show}. */
    @Command(
            name = "show",
            description = "One run: its lineage, its outcomes, and a line a dimension.",
            footer = {"  ./flames report show 0190c7a4-5c1e-7000-8000-000000000000"})
    static final class Show extends Subcommand {
        @Parameters(paramLabel = "RUN", description = "The run's id.")
        private String run = "";

        @Override
        protected int execute() {
            var report = api().get("reports/runs/" + Query.segment(run), Query.none());
            console().document(report);
            console().lines(RunReport.lines(report, console().style()));
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames report export}. */
    @Command(
            name = "export",
            description = {
                "Writes a leaderboard as CSV, JSON or one self-contained HTML file, or a run's responses as CSV or JSONL."
            },
            footer = {
                "  ./flames report export --format html -o leaderboard.html",
                "  ./flames report export --format csv --release my-set@2 > leaderboard.csv",
                "  ./flames report export --run 0190c7a4-... --format jsonl -o responses.jsonl"
            })
    static final class Export extends Subcommand {
        /** As the service names them. */
        enum Format {
            CSV,
            JSON,
            HTML,
            JSONL
        }

        @Option(
                names = "--format",
                required = true,
                paramLabel = "FORMAT",
                description = "csv, json or html; jsonl with --run.")
        private Format format = Format.CSV;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "Written here, else to standard output.")
        private @Nullable Path output;

        @Option(
                names = "--release",
                paramLabel = "REF",
                description = "The leaderboard's release (the newest with runs).")
        private @Nullable String release;

        @Option(names = "--run", paramLabel = "ID", description = "The responses of this run instead.")
        private @Nullable String run;

        @Override
        protected int execute() throws IOException {
            check();
            var query =
                    Query.of("format", format.name().toLowerCase(Locale.ROOT)).and("release", release);
            var path = run == null ? "exports/leaderboard" : "exports/runs/" + Query.segment(run);
            if (output == null) {
                try (var body = api().download(path, query)) {
                    body.transferTo(console().out());
                }
                console().out().flush();
                return FlamesCommand.DONE;
            }
            download(api(), path, query, output);
            console().document(Json.object().put("file", output.toString()).put("bytes", Files.size(output)));
            console().line("wrote " + output);
            return FlamesCommand.DONE;
        }

        private void check() {
            if (run == null && format == Format.JSONL) {
                throw usage("--format: jsonl is for responses, add --run ID; a leaderboard is csv, json or html");
            }
            if (run != null && (format == Format.JSON || format == Format.HTML)) {
                throw usage("--format: a run's responses are csv or jsonl");
            }
            if (run != null && release != null) {
                throw usage("--release: a run has its release, give --run or --release");
            }
            if (output == null && console().isJson()) {
                throw usage("--json: the export itself goes to standard output, add -o FILE");
            }
        }
    }

    /** Downloads to a temporary name beside the file and renames it at the end: nothing half done is left. */
    public static void download(FlamesApi api, String path, Query query, Path file) {
        try (var body = api.download(path, query);
                var part = PartFile.of(file)) {
            Files.copy(body, part.path(), StandardCopyOption.REPLACE_EXISTING);
            part.finish();
        } catch (IOException e) {
            throw new CliException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
