package io.flames.cli.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import io.flames.cli.console.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames release}: numbered, immutable snapshots of a set. */
@Command(
        name = "release",
        description = "Releases of a prompt set: publish, list, show.",
        footer = {
            "  ./flames release publish --set my-set",
            "  ./flames release list --set my-set",
            "  ./flames release show my-set@1"
        },
        subcommands = {ReleaseCommand.Publish.class, ReleaseCommand.ListReleases.class, ReleaseCommand.Show.class})
public final class ReleaseCommand {

    /** {@code flames release publish}. */
    @Command(
            name = "publish",
            description = {
                "Freezes a set as its next release; targets that follow the set are run on it.",
                "When nothing changed since the latest release, that one is named and nothing starts."
            },
            footer = {"  ./flames release publish --set my-set", "  ./flames release publish --set my-set --json"})
    static final class Publish extends Subcommand {
        @Option(names = "--set", required = true, paramLabel = "NAME", description = "The set.")
        private String set = "";

        @Override
        protected int execute() {
            var answer = api().post("sets/" + Query.segment(set) + "/releases", Query.none(), null);
            var release = answer.body();
            console().document(release);
            console()
                    .line((answer.created() ? "published " : "unchanged since ") + Json.cell(release, "name") + ": "
                            + Json.cell(release, "promptCount") + " prompts, sha256 " + Json.cell(release, "digest"));
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames release list}. */
    @Command(
            name = "list",
            description = "Releases, newest first.",
            footer = {"  ./flames release list", "  ./flames release list --set my-set"})
    static final class ListReleases extends Subcommand {
        private static final int DIGEST = 12;

        @Option(names = "--set", paramLabel = "NAME", description = "Only of this set.")
        private @Nullable String set;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many (100).")
        private int limit;

        @Override
        protected int execute() {
            if (limit < 1) {
                throw usage("--limit: " + limit + " is too small, expected 1 or more");
            }
            var items = api().list("releases", Query.of("set", set), limit);
            console().document(Json.items(items));
            var table = Table.of("release", ">prompts", "sha256", "published");
            items.forEach(item -> table.row(
                    Json.cell(item, "name"),
                    Json.cell(item, "promptCount"),
                    start(Json.cell(item, "digest")),
                    Json.time(item, "publishedAt")));
            console().table(table, "no releases yet: ./flames release publish --set NAME");
            return FlamesCommand.DONE;
        }

        private static String start(String digest) {
            return digest.length() > DIGEST ? digest.substring(0, DIGEST) + "…" : digest;
        }
    }

    /** {@code flames release show}. */
    @Command(
            name = "show",
            description = "One release, or the newest of all.",
            footer = {"  ./flames release show", "  ./flames release show my-set@2", "  ./flames release show my-set"})
    static final class Show extends Subcommand {
        @Parameters(
                arity = "0..1",
                paramLabel = "REF",
                description = "set@number, a set's name for its latest, or an id.")
        private @Nullable String reference;

        @Override
        protected int execute() {
            var release =
                    reference == null ? newest() : api().get("releases/" + Query.segment(reference), Query.none());
            console().document(release);
            console().facts(release, "name", "promptCount", "digest", "publishedAt", "id");
            release.path("counts").properties().forEach(count -> console()
                    .line("  " + count.getKey() + ": " + count.getValue().asText()));
            return FlamesCommand.DONE;
        }

        private JsonNode newest() {
            List<JsonNode> releases = api().list("releases", Query.none(), 1);
            if (releases.isEmpty()) {
                throw new CliException("no releases yet: ./flames release publish --set NAME");
            }
            return releases.get(0);
        }
    }
}
