package io.flames.cli.run;

import io.flames.cli.FlamesCommand;
import io.flames.cli.InputFile;
import io.flames.cli.Subcommand;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames responses}: answers that were recorded elsewhere. */
@Command(
        name = "responses",
        description = "Responses that were recorded elsewhere stand in for a target.",
        footer = {"  ./flames responses import answers.jsonl --target my-model --release my-set --wait"},
        subcommands = ResponsesCommand.Import.class)
public final class ResponsesCommand {

    /** {@code flames responses import}. */
    @Command(
            name = "import",
            description = {
                "Makes a run out of a JSONL file of answers.",
                "A line is {\"response\"} with \"prompt_id\", \"id\" or \"prompt\", and may have \"sample\", \"model\",",
                "\"finish_reason\". Lines that match no prompt of the release are named."
            },
            footer = {
                "  ./flames responses import answers.jsonl --target my-model --release my-set",
                "  ./flames responses import answers.jsonl --target my-model --release my-set@1 --wait --json"
            })
    static final class Import extends Subcommand {
        @Parameters(paramLabel = "FILE", description = "A JSONL file, or - for standard input.")
        private String file = "";

        @Option(names = "--target", required = true, paramLabel = "NAME", description = "What it is called in reports.")
        private String target = "";

        @Option(names = "--release", required = true, paramLabel = "REF", description = "What was answered.")
        private String release = "";

        @Option(names = "--model", paramLabel = "ID", description = "The model that answered.")
        private @Nullable String model;

        @Option(names = "--synthetic", description = "The answers are made up: marked so in every report.")
        private boolean synthetic;

        @Option(names = "--wait", description = "Watch the run until it ends.")
        private boolean wait;

        @Override
        protected int execute() {
            var input = InputFile.of(file);
            var query = Query.of("target", target)
                    .and("release", release)
                    .and("model", model)
                    .and("synthetic", synthetic ? true : null);
            var api = api();
            var run =
                    api.upload("recordings", query, input.body(), input.name()).body();
            if (!wait) {
                console().document(run);
            }
            run.path("unmatchedLines").forEach(line -> console()
                    .message(input.name() + ":"
                            + (line.isObject() ? Json.cell(line, "line") : line.asText())
                            + ": matches no prompt of " + release));
            console()
                    .line("run " + Json.cell(run, "id") + ": " + Json.cell(run, "matched") + " of "
                            + Json.cell(run, "read") + " lines matched, " + Json.cell(run, "missing")
                            + " prompts have no answer");
            return wait
                    ? new RunWatch(api, console())
                            .untilEnded(List.of(run.path("id").asText()))
                    : FlamesCommand.DONE;
        }
    }
}
