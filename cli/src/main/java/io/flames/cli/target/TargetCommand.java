package io.flames.cli.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import io.flames.cli.console.Table;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames target}: the models under test. */
@Command(
        name = "target",
        description = "Targets, the models under test: add, version, list, show.",
        footer = {
            "  export FLAMES_API_KEY_MINE=...         before Flames is started",
            "  ./flames target add mine --base-url https://host/v1 --model my-model --api-key-env FLAMES_API_KEY_MINE \\",
            "      --temperature 0 --max-tokens 1024 --follows my-set --budget-calls 5000",
            "  ./flames target version mine --model my-model-2",
            "  ./flames target list"
        },
        subcommands = {
            TargetCommand.Add.class,
            TargetCommand.Version.class,
            TargetCommand.ListTargets.class,
            TargetCommand.Show.class
        })
public final class TargetCommand {

    /** {@code flames target add}. */
    @Command(
            name = "add",
            description = {
                "Adds a target. When it follows a set, it is run on the set's latest release at once and on every new one.",
            },
            footer = {
                "  ./flames target add local --base-url http://localhost:11434 --model qwen2.5 --follows my-set",
                "  ./flames target add mine --base-url https://host/v1 --model m --api-key-env FLAMES_API_KEY_MINE",
                "  ./flames target add mine --base-url https://host/v1 --model m --extra-body '{\"top_k\": 1}'"
            })
    static final class Add extends Subcommand {
        @Parameters(paramLabel = "NAME", description = "What it is called in reports.")
        private String name = "";

        @Option(
                names = "--base-url",
                required = true,
                paramLabel = "URL",
                description = "The OpenAI-compatible endpoint, with or without /v1.")
        private String baseUrl = "";

        @Option(names = "--model", required = true, paramLabel = "ID", description = "The model id sent to it.")
        private String model = "";

        @Mixin
        private TargetSettings settings = new TargetSettings();

        @Override
        protected int execute() {
            var body = Json.object();
            body.put("name", name).put("baseUrl", baseUrl).put("model", model);
            settings.putInto(body, this::usage);
            var target = api().post("targets", Query.none(), body).body();
            console().document(target);
            console().line("added target " + Json.cell(target, "name"));
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames target version}. */
    @Command(
            name = "version",
            description = {
                "Freezes a new version of a target; what is not given stays as in its latest version.",
                "When the target follows a set, the new version is run on the set's latest release at once."
            },
            footer = {
                "  ./flames target version mine --model my-model-2",
                "  ./flames target version mine --temperature 0.7 --seed 42"
            })
    static final class Version extends Subcommand {
        @Parameters(paramLabel = "NAME", description = "The target.")
        private String name = "";

        @Option(names = "--base-url", paramLabel = "URL", description = "The OpenAI-compatible endpoint.")
        private @Nullable String baseUrl;

        @Option(names = "--model", paramLabel = "ID", description = "The model id sent to it.")
        private @Nullable String model;

        @Mixin
        private TargetSettings settings = new TargetSettings();

        @Override
        protected int execute() {
            var body = Json.object();
            TargetSettings.put(body, "baseUrl", baseUrl);
            TargetSettings.put(body, "model", model);
            settings.putInto(body, this::usage);
            if (body.isEmpty()) {
                throw usage("nothing to change: give at least one option, such as --model");
            }
            var answer = api().post("targets/" + Query.segment(name) + "/versions", Query.none(), body);
            console().document(answer.body());
            console()
                    .line(
                            answer.created()
                                    ? "added a version to target " + name
                                    : "nothing frozen changed: target " + name + " keeps its latest version");
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames target list}. */
    @Command(
            name = "list",
            description = "The targets.",
            footer = {"  ./flames target list", "  ./flames target list --json"})
    static final class ListTargets extends Subcommand {
        private static final int MOST = 10_000;

        @Override
        protected int execute() {
            var items = api().list("targets", Query.none(), MOST);
            console().document(Json.items(items));
            var table = Table.of("target", ">version", "model", "base URL", "follows", "");
            items.forEach(item -> table.row(
                    Json.cell(item, "name"),
                    Json.cell(latest(item), "version"),
                    Json.cell(latest(item), "model"),
                    Json.cell(latest(item), "baseUrl"),
                    follows(item),
                    latest(item).path("synthetic").asBoolean()
                                    || item.path("synthetic").asBoolean()
                            ? "synthetic"
                            : ""));
            console().table(table, "no targets yet: ./flames target add NAME --base-url URL --model ID");
            return FlamesCommand.DONE;
        }

        private static JsonNode latest(JsonNode target) {
            for (var field : new String[] {"latest", "latestVersion", "version"}) {
                if (target.path(field).isObject()) {
                    return target.path(field);
                }
            }
            return target;
        }

        private static String follows(JsonNode target) {
            var names = new ArrayList<String>();
            target.path("follows").forEach(set -> names.add(Style.clean(set.asText())));
            return names.isEmpty() ? "-" : String.join(", ", names);
        }
    }

    /** {@code flames target show}. */
    @Command(
            name = "show",
            description = "One target with its versions.",
            footer = {"  ./flames target show mine", "  ./flames target show mine --json"})
    static final class Show extends Subcommand {
        @Parameters(paramLabel = "NAME", description = "The target.")
        private String name = "";

        @Override
        protected int execute() {
            var target = api().get("targets/" + Query.segment(name), Query.none());
            console().document(target);
            facts(target);
            for (var version : target.path("versions")) {
                console().line("");
                facts(version);
            }
            return FlamesCommand.DONE;
        }

        private void facts(JsonNode document) {
            console()
                    .facts(
                            document,
                            document.properties().stream()
                                    .map(Map.Entry::getKey)
                                    .filter(field -> !field.equals("versions"))
                                    .toArray(String[]::new));
        }
    }
}
