package io.flames.cli.score;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import io.flames.cli.console.Table;
import io.flames.local.process.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flames scorer}: the judges. */
@Command(
        name = "scorer",
        description = "Scorers: list, show, train.",
        footer = {"  ./flames scorer list", "  ./flames scorer show onnx-heads", "  ./flames scorer train --help"},
        subcommands = {ScorerCommand.ListScorers.class, ScorerCommand.Show.class, ScorerCommand.Train.class})
public final class ScorerCommand {
    /** Lets the trainer's options pass, in their order. */
    public static void passArgumentsOn(CommandLine root) {
        root.getSubcommands().get("scorer").getSubcommands().get("train").setUnmatchedOptionsArePositionalParams(true);
    }

    /** {@code flames scorer list}. */
    @Command(
            name = "list",
            description = "The scorer versions.",
            footer = {"  ./flames scorer list", "  ./flames scorer list --json"})
    static final class ListScorers extends Subcommand {
        private static final int MOST = 1000;

        @Override
        protected int execute() {
            List<JsonNode> items = api().list("scorers", Query.none(), MOST);
            console().document(Json.items(items));
            var table = Table.of("scorer", ">version", "kind", "sha256");
            items.forEach(item -> table.row(
                    Json.cell(item, "name"),
                    Json.cell(item, "version"),
                    Json.cell(item, "kind"),
                    Json.cell(item, "digest")));
            console().table(table, "no scorers");
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames scorer show}. */
    @Command(
            name = "show",
            description = "One scorer with its model card: data, counts, accuracy on held-out answers.",
            footer = {"  ./flames scorer show onnx-heads", "  ./flames scorer show onnx-heads --json"})
    static final class Show extends Subcommand {
        @Parameters(paramLabel = "NAME", description = "The scorer.")
        private String name = "";

        @Override
        protected int execute() {
            var scorer = api().get("scorers/" + Query.segment(name), Query.none());
            console().document(scorer);
            console().line(Json.pretty(scorer));
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames scorer train}. */
    @Command(
            name = "train",
            header = "Train the heads of the onnx scorer.",
            description = {
                "Trains the heads of the onnx scorer; its arguments are those of scoring-service's trainer,",
                "see scoring-service/README.md."
            },
            footer = {"  ./flames scorer train", "  ./flames scorer train -- --help      the trainer's own help"})
    static final class Train extends Subcommand {
        private static final String MAIN = "io.flames.scoring.train.TrainMain";

        @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Passed on to the trainer.")
        private List<String> arguments = List.of();

        @Override
        protected int execute() throws IOException, InterruptedException {
            var root = Installation.find().root();
            var app = root.resolve("scoring-service/target/quarkus-app");
            if (!Files.isDirectory(app)) {
                throw new CliException("scoring-service is not built: run `mvn -DskipTests package` in " + root);
            }
            var command = new ArrayList<>(List.of(Installation.java(), "-Xmx1g", "-cp", classPath(app), MAIN));
            command.addAll(arguments);
            var process = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .inheritIO()
                    .start();
            return process.waitFor();
        }

        private static String classPath(Path app) {
            return String.join(java.io.File.pathSeparator, app + "/app/*", app + "/lib/main/*", app + "/lib/boot/*");
        }
    }
}
