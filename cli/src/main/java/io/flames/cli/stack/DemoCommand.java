package io.flames.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import io.flames.cli.report.LeaderboardTable;
import io.flames.cli.report.ReportCommand;
import io.flames.local.process.FreePorts;
import io.flames.local.stack.Stack;
import io.flames.local.stack.StackOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flames demo}. */
@Command(
        name = "demo",
        header = "Run the whole benchmark with sample prompts and targets.",
        description = {
            "Runs the whole benchmark on real parts: starts Flames, releases the sample prompts to three sample targets,",
            "collects and scores their answers, prints the leaderboard, leaves an HTML report, and stops.",
            "Prompts, answers and targets are made up for the demo and marked as synthetic."
        },
        footer = {
            "  ./flames demo",
            "  ./flames demo --keep                       stays up to look around in the browser",
            "  ./flames demo --report /tmp/report.html --json"
        })
public final class DemoCommand extends Subcommand {
    @Option(names = "--keep", description = "Stay up until Ctrl-C, with annotation-service too.")
    private boolean keep;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where all is stored, and stays (a temporary folder that is deleted at the end).")
    private @Nullable Path dataDir;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The address's port (8080, or a free one when it is taken).")
    private @Nullable Integer port;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "flames-report.html",
            description = "The HTML report (./flames-report.html).")
    private Path report = Path.of("");

    @Override
    protected int execute() throws InterruptedException {
        var started = Instant.now();
        var options = StackOptions.defaults().withPort(choosePort()).withLabelling(keep);
        if (dataDir != null) {
            return run(options.withDataDir(dataDir), started);
        }
        try (var temporary = TemporaryData.create()) {
            int code = run(options.withDataDir(temporary.path()), started);
            temporary.isDone();
            return code;
        }
    }

    private int choosePort() {
        if (port != null) {
            return Ports.checked(port, this::usage);
        }
        if (FreePorts.isFree(StackOptions.DEFAULT_PORT)) {
            return StackOptions.DEFAULT_PORT;
        }
        console().message("port " + StackOptions.DEFAULT_PORT + " is taken: the demo takes a free one");
        return 0;
    }

    private int run(StackOptions options, Instant started) throws InterruptedException {
        try (var stack = Stack.start(options, StackMessages.to(console()))) {
            console().message("Flames is up at " + stack.url() + " after " + since(started));
            benchmark(stack, started);
            if (keep) {
                console()
                        .line("Flames stays up at "
                                + console().style().bold(stack.url().toString()) + "; Ctrl-C stops it");
                console().out().flush();
                stack.awaitStop();
            }
        } catch (CliException failed) {
            throw new CliException(
                    failed.lines().get(0) + " (logs: " + options.dataDir().resolve("logs") + ")", failed);
        }
        return FlamesCommand.DONE;
    }

    private void benchmark(Stack stack, Instant started) throws InterruptedException {
        var api = new FlamesApi(stack.url());
        var sample = new SampleBenchmark(api);
        var release = sample.load(stack);
        console()
                .message("released " + Json.cell(release, "name") + " (" + Json.cell(release, "promptCount")
                        + " prompts) to three sample targets");
        sample.watch(release, console());
        var name = release.path("name").asText();
        var board = api.get("leaderboard", Query.of("release", name));
        ReportCommand.download(
                api, "exports/leaderboard", Query.of("format", "html").and("release", name), report);
        tell(board, started);
    }

    private void tell(JsonNode board, Instant started) {
        var took = since(started);
        var document = Json.object();
        document.put("report", report.toAbsolutePath().normalize().toString());
        document.put("seconds", Duration.between(started, Instant.now()).toMillis() / 1000.0);
        document.set("leaderboard", board);
        console().document(document);
        console().line("");
        console()
                .lines(LeaderboardTable.lines(
                        board, LeaderboardTable.Measure.RATE, console().style()));
        console().line("");
        console().line("report: " + report.toAbsolutePath().normalize());
        console().line("from start to leaderboard: " + took);
    }

    private static String since(Instant started) {
        return StackMessages.seconds(Duration.between(started, Instant.now()));
    }
}
