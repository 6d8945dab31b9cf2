package io.flames.cli.prompt;

import io.flames.cli.FlamesCommand;
import io.flames.cli.InputFile;
import io.flames.cli.Subcommand;
import io.flames.cli.api.Query;
import io.flames.cli.console.DisplayWidth;
import io.flames.cli.console.Json;
import io.flames.cli.console.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames prompts}: sets and what is in them. */
@Command(
        name = "prompts",
        description = "Prompt sets: import, list, show.",
        footer = {
            "  ./flames prompts import Flames_1k_Chinese.jsonl --set flames-1k",
            "  ./flames prompts list",
            "  ./flames prompts list --set flames-1k --dimension Safety",
            "  ./flames prompts show flames-1k"
        },
        subcommands = {PromptsCommand.Import.class, PromptsCommand.ListPrompts.class, PromptsCommand.Show.class})
public final class PromptsCommand {

    /** {@code flames prompts import}. */
    @Command(
            name = "import",
            description = {
                "Adds the prompts of a JSONL file to a set, which is created when it is new.",
                "A line is {\"dimension\", \"subcomponent\", \"prompt\"}, and may have \"attack_method\", \"id\", \"language\".",
                "All or nothing: a bad line is named with its number, and nothing is imported, unless --skip-invalid."
            },
            footer = {
                "  ./flames prompts import prompts.jsonl --set my-set",
                "  ./flames prompts import prompts.jsonl --set my-set --skip-invalid --json",
                "  zcat prompts.jsonl.gz | ./flames prompts import - --set my-set"
            })
    static final class Import extends Subcommand {
        @Parameters(paramLabel = "FILE", description = "A JSONL file, or - for standard input.")
        private String file = "";

        @Option(names = "--set", required = true, paramLabel = "NAME", description = "The set.")
        private String set = "";

        @Option(names = "--skip-invalid", description = "Import the good lines and report the bad ones.")
        private boolean skipInvalid;

        @Override
        protected int execute() {
            var input = InputFile.of(file);
            var query =
                    Query.of("skipInvalid", skipInvalid).and("createSet", true).and("file", input.name());
            var result = api().upload("sets/" + Query.segment(set) + "/imports", query, input.body(), input.name())
                    .body();
            console().document(result);
            result.path("errors").forEach(error -> console()
                    .message(input.name() + ":" + Json.cell(error, "line") + ": " + Json.cell(error, "message")));
            result.path("duplicateLines").forEach(line -> console()
                    .message(input.name() + ":" + Json.cell(line, "line") + ": duplicate"
                            + (line.path("firstLine").isNumber()
                                    ? " of line " + Json.cell(line, "firstLine")
                                    : " of a prompt that the set has")));
            console()
                    .line("set " + Json.cell(result, "set") + ": " + Json.cell(result, "imported") + " imported of "
                            + Json.cell(result, "read") + " read, " + Json.cell(result, "duplicates") + " duplicates, "
                            + Json.cell(result, "invalid") + " invalid");
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames prompts list}. */
    @Command(
            name = "list",
            description = "The sets, or the prompts of one.",
            footer = {
                "  ./flames prompts list",
                "  ./flames prompts list --set my-set --dimension \"Data protection\" --limit 20"
            })
    static final class ListPrompts extends Subcommand {
        private static final int PROMPT_COLUMNS = 60;

        @Option(names = "--set", paramLabel = "NAME", description = "List this set's prompts.")
        private @Nullable String set;

        @Option(names = "--dimension", paramLabel = "NAME", description = "Only of this dimension, with --set.")
        private @Nullable String dimension;

        @Option(names = "--subcomponent", paramLabel = "NAME", description = "Only of this one, with --set.")
        private @Nullable String subcomponent;

        @Option(names = "--attack-method", paramLabel = "NAME", description = "Only of this one, with --set.")
        private @Nullable String attackMethod;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many (100).")
        private int limit;

        @Override
        protected int execute() {
            if (limit < 1) {
                throw usage("--limit: " + limit + " is too small, expected 1 or more");
            }
            if (set == null && (dimension != null || subcomponent != null || attackMethod != null)) {
                throw usage("--dimension, --subcomponent and --attack-method need --set");
            }
            return set == null ? sets() : prompts(set);
        }

        private int sets() {
            var items = api().list("sets", Query.none(), limit);
            console().document(Json.items(items));
            var table = Table.of("set", ">prompts", "latest release", "created", "description");
            items.forEach(item -> table.row(
                    Json.cell(item, "name"),
                    Json.cell(item, "promptCount"),
                    Json.cell(item, "latestRelease"),
                    Json.time(item, "createdAt"),
                    Json.cell(item, "description")));
            console().table(table, "no prompt sets yet: ./flames prompts import FILE --set NAME");
            return FlamesCommand.DONE;
        }

        private int prompts(String of) {
            var query = Query.of("dimension", dimension)
                    .and("subcomponent", subcomponent)
                    .and("attackMethod", attackMethod);
            var items = api().list("sets/" + Query.segment(of) + "/prompts", query, limit);
            console().document(Json.items(items));
            var table = Table.of("dimension", "subcomponent", "attack method", "prompt");
            items.forEach(item -> table.row(
                    Json.cell(item, "dimension"),
                    Json.cell(item, "subcomponent"),
                    Json.cell(item, "attackMethod"),
                    DisplayWidth.cut(Json.cell(item, "prompt"), PROMPT_COLUMNS)));
            console().table(table, "no such prompts in " + of);
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames prompts show}. */
    @Command(
            name = "show",
            description = "One set.",
            footer = {"  ./flames prompts show my-set", "  ./flames prompts show my-set --json"})
    static final class Show extends Subcommand {
        @Parameters(paramLabel = "SET", description = "Its name or id.")
        private String set = "";

        @Override
        protected int execute() {
            var found = api().get("sets/" + Query.segment(set), Query.none());
            console().document(found);
            console().facts(found, "name", "description", "promptCount", "latestRelease", "createdAt", "id");
            return FlamesCommand.DONE;
        }
    }
}
