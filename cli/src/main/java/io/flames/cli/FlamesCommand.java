package io.flames.cli;

import io.flames.cli.annotate.AnnotateCommand;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.bench.BenchCommand;
import io.flames.cli.console.Console;
import io.flames.cli.console.Style;
import io.flames.cli.dataset.DatasetCommand;
import io.flames.cli.prompt.PromptsCommand;
import io.flames.cli.prompt.ReleaseCommand;
import io.flames.cli.report.ReportCommand;
import io.flames.cli.run.ResponsesCommand;
import io.flames.cli.run.RunCommand;
import io.flames.cli.score.ScoreCommand;
import io.flames.cli.scorer.ScorerCommand;
import io.flames.cli.stack.DemoCommand;
import io.flames.cli.stack.StatusCommand;
import io.flames.cli.stack.UpCommand;
import io.flames.cli.target.TargetCommand;
import io.flames.cli.train.TrainCommand;
import io.flames.local.process.LocalStackException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code flames}: the options that every command knows, and the way from a failure to its line and exit code. */
@Command(
        name = "flames",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = FlamesCommand.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        usageHelpWidth = 110,
        synopsisSubcommandLabel = "COMMAND",
        description = "Runs the FLAMES benchmark: prompts, releases, targets, runs, scores, reports.",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./flames demo                          the whole benchmark with sample prompts and targets",
            "  ./flames up                            start Flames on http://localhost:8080",
            "  ./flames prompts import my.jsonl --set my-set",
            "  ./flames release publish --set my-set",
            "  ./flames run start --target my-model --release my-set --wait",
            "  ./flames report leaderboard",
            "  ./flames score answers.jsonl           score a file, nothing needs to run",
            "",
            "Exit codes: 0 done, 1 error, 2 wrong usage. ./flames COMMAND --help tells more."
        },
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            StatusCommand.class,
            PromptsCommand.class,
            ReleaseCommand.class,
            TargetCommand.class,
            RunCommand.class,
            ResponsesCommand.class,
            ReportCommand.class,
            AnnotateCommand.class,
            ScoreCommand.class,
            ScorerCommand.class,
            DatasetCommand.class,
            TrainCommand.class,
            BenchCommand.class
        })
public final class FlamesCommand {
    /** What the exit codes mean. */
    public static final int DONE = 0;

    public static final int ERROR = 1;
    public static final int USAGE = 2;

    /** What it warns of becomes a line of ours. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            defaultValue = "${env:FLAMES_URL:-http://localhost:8080}",
            description = "Where Flames listens (default: $FLAMES_URL, else http://localhost:8080).")
    private String url;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "One JSON document on standard output, messages on standard error.")
    private boolean json;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "No colours; so does the environment variable NO_COLOR.")
    private boolean noColour;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Stack traces of errors.")
    private boolean verbose;

    @SuppressWarnings("NullAway.Init")
    FlamesCommand(Console console) {
        this.console = console;
    }

    public static void main(String[] args) {
        Interruption.listen();
        GRPC.setLevel(Level.SEVERE);
        System.exit(run(Console.ofSystem(wantsColour(args)), args));
    }

    private static boolean wantsColour(String[] args) {
        var noColor = System.getenv().getOrDefault("NO_COLOR", "");
        return noColor.isEmpty() && !Arrays.asList(args).contains("--no-color");
    }

    /** Runs one command line and tells its exit code. */
    static int run(Console console, String... args) {
        return commandLine(console).execute(args);
    }

    static CommandLine commandLine(Console console) {
        var line = new CommandLine(new FlamesCommand(console));
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(console.style() == Style.COLOURED ? Ansi.ON : Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        ScorerCommand.passArgumentsOn(line);
        DatasetCommand.passArgumentsOn(line);
        line.setExecutionStrategy(FlamesCommand::execute);
        line.setParameterExceptionHandler((failure, arguments) -> usage(console, failure));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(console, failure, command));
        return line;
    }

    private static int execute(ParseResult parsed) {
        var root = (FlamesCommand) parsed.commandSpec().userObject();
        root.console.useJson(root.json);
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int usage(Console console, ParameterException failure) {
        var name = failure.getCommandLine().getCommandSpec().qualifiedName();
        var suggestions = CommandLine.UnmatchedArgumentException.class.isInstance(failure)
                ? ((CommandLine.UnmatchedArgumentException) failure).getSuggestions()
                : List.<String>of();
        var hint = suggestions.isEmpty() ? "" : ", did you mean " + String.join(" or ", suggestions) + "?";
        console.error(name + ": " + Style.clean(String.valueOf(failure.getMessage())) + hint + " (see ./" + name
                + " --help)");
        return USAGE;
    }

    private static int failed(Console console, Exception failure, CommandLine command) {
        var root = (FlamesCommand) command.getCommandSpec().root().userObject();
        if (Interruption.isUnderWay() && !root.verbose) {
            return ERROR;
        }
        if (failure instanceof CliException known) {
            known.lines().forEach(console::error);
        } else if (failure instanceof LocalStackException local) {
            console.error(String.valueOf(local.getMessage()));
        } else {
            console.error("unexpected: " + Style.clean(failure.toString())
                    + (root.verbose ? "" : " (--verbose shows where)"));
        }
        if (root.verbose) {
            failure.printStackTrace(console.err());
        }
        return ERROR;
    }

    Console console() {
        return console;
    }

    FlamesApi api() {
        return new FlamesApi(address());
    }

    /** Whether someone said where Flames listens, by option or environment. */
    boolean addressIsGiven() {
        return spec.commandLine().getParseResult().hasMatchedOption("--url") || System.getenv("FLAMES_URL") != null;
    }

    /** Says so as wrong usage when {@code --url} is not an http address. */
    URI address() {
        try {
            var address = URI.create(url);
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Said below.
        }
        throw new ParameterException(
                spec.commandLine(), "--url: \"" + url + "\" is no address, expected one such as http://localhost:8080");
    }

    /** The version of this jar and of the Java it runs on. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = FlamesCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "flames " + (version == null ? "development" : version) + " (Java " + System.getProperty("java.version")
                        + ")"
            };
        }
    }
}
