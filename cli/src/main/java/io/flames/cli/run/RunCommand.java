package io.flames.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
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

/** {@code flames run}: one release answered by one target version. */
@Command(
        name = "run",
        description = "Runs: start, list, watch, cancel, resume, re-ask.",
        footer = {
            "  ./flames run start --target my-model --release my-set --wait",
            "  ./flames run list --status RUNNING",
            "  ./flames run watch 0190c7a4-...      every running one without an id",
            "  ./flames run reask 0190c7a4-...      asks again what ended as error"
        },
        subcommands = {
            RunCommand.Start.class,
            RunCommand.ListRuns.class,
            RunCommand.Watch.class,
            RunCommand.Cancel.class,
            RunCommand.Resume.class,
            RunCommand.Reask.class
        })
public final class RunCommand {

    /** {@code flames run start}. */
    @Command(
            name = "start",
            description = "Starts a run by hand. With --wait the exit code is 1 when it is cancelled.",
            footer = {
                "  ./flames run start --target my-model --release my-set@2",
                "  ./flames run start --target my-model@3 --release my-set --samples 5 --wait",
                "  ./flames run start --target m --release s --idempotency-key nightly-7   never twice"
            })
    static final class Start extends Subcommand {
        @Option(
                names = "--target",
                required = true,
                paramLabel = "NAME",
                description = "The target, or target@version.")
        private String target = "";

        @Option(
                names = "--release",
                required = true,
                paramLabel = "REF",
                description = "set@number, a set's name for its latest release, or an id.")
        private String release = "";

        @Option(names = "--samples", paramLabel = "K", description = "Answers a prompt (the target's, else 1).")
        private @Nullable Integer samples;

        @Option(names = "--wait", description = "Watch it until it ends.")
        private boolean wait;

        @Option(names = "--idempotency-key", paramLabel = "KEY", description = "The same key names the same run.")
        private @Nullable String idempotencyKey;

        @Override
        protected int execute() {
            if (samples != null && samples < 1) {
                throw usage("--samples: " + samples + " is too small, expected 1 or more");
            }
            var body = Json.object().put("target", target).put("release", release);
            if (samples != null) {
                body.put("samples", samples);
            }
            var api = api();
            var answer = api.post("runs", Query.none(), body, idempotencyKey);
            var run = answer.body();
            if (!wait) {
                console().document(run);
            }
            console()
                    .line((answer.created() ? "started" : "already started") + " run " + Json.cell(run, "id") + ": "
                            + Json.cell(run, "target") + "@" + Json.cell(run, "targetVersion") + " answers "
                            + Json.cell(run, "release") + " (" + Json.cell(run, "expected") + " responses)");
            return wait
                    ? new RunWatch(api, console())
                            .untilEnded(List.of(run.path("id").asText()))
                    : FlamesCommand.DONE;
        }
    }

    /** {@code flames run list}. */
    @Command(
            name = "list",
            description = "Runs, newest first.",
            footer = {"  ./flames run list", "  ./flames run list --status RUNNING --target my-model"})
    static final class ListRuns extends Subcommand {
        /** As the service names them. */
        enum Status {
            RUNNING,
            FINISHED,
            CANCELLED
        }

        @Option(names = "--target", paramLabel = "NAME", description = "Only of this target.")
        private @Nullable String target;

        @Option(names = "--release", paramLabel = "REF", description = "Only of this release.")
        private @Nullable String release;

        @Option(names = "--status", paramLabel = "STATUS", description = "One of ${COMPLETION-CANDIDATES}.")
        private @Nullable Status status;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many (50).")
        private int limit;

        @Override
        protected int execute() {
            if (limit < 1) {
                throw usage("--limit: " + limit + " is too small, expected 1 or more");
            }
            var query = Query.of("target", target).and("release", release).and("status", status);
            var items = api().list("runs", query, limit);
            console().document(Json.items(items));
            console().table(RunTable.of(items), "no such runs: ./flames run start --target NAME --release REF");
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames run watch}. */
    @Command(
            name = "watch",
            description = {
                "Shows progress until the runs end; without an id, of all that are running.",
                "The exit code is 1 when one is cancelled."
            },
            footer = {"  ./flames run watch", "  ./flames run watch 0190c7a4-5c1e-7000-8000-000000000000"})
    static final class Watch extends Subcommand {
        private static final int MOST = 50;

        @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids of runs.")
        private List<String> ids = List.of();

        @Override
        protected int execute() {
            var api = api();
            var watched = ids.isEmpty()
                    ? api.list("runs", Query.of("status", "RUNNING"), MOST).stream()
                            .map(run -> run.path("id").asText())
                            .toList()
                    : ids;
            if (watched.isEmpty()) {
                console().document(Json.items(List.of()));
                console().line("nothing is running");
                return FlamesCommand.DONE;
            }
            return new RunWatch(api, console()).untilEnded(watched);
        }
    }

    /** What cancel, resume and reask have in common. */
    abstract static class Change extends Subcommand {
        @Parameters(paramLabel = "ID", description = "The run's id.")
        private String id = "";

        private final String verb;
        private final String done;

        Change(String verb, String done) {
            this.verb = verb;
            this.done = done;
        }

        @Override
        protected int execute() {
            JsonNode run = api().post("runs/" + Query.segment(id) + "/" + verb, Query.none(), null)
                    .body();
            console().document(run);
            console()
                    .line(done + " run " + Json.cell(run, "id") + ": " + Json.cell(run, "done") + " of "
                            + Json.cell(run, "expected") + " responses, now " + Json.cell(run, "status"));
            return FlamesCommand.DONE;
        }
    }

    /** {@code flames run cancel}. */
    @Command(
            name = "cancel",
            description = "Ends a run before its time; what is answered stays.",
            footer = "  ./flames run cancel 0190c7a4-5c1e-7000-8000-000000000000")
    static final class Cancel extends Change {
        Cancel() {
            super("cancel", "cancelled");
        }
    }

    /** {@code flames run resume}. */
    @Command(
            name = "resume",
            description = "Goes on with a cancelled run.",
            footer = "  ./flames run resume 0190c7a4-5c1e-7000-8000-000000000000")
    static final class Resume extends Change {
        Resume() {
            super("resume", "resumed");
        }
    }

    /** {@code flames run reask}. */
    @Command(
            name = "reask",
            description = "Asks again what ended as error; the new answer replaces the old.",
            footer = "  ./flames run reask 0190c7a4-5c1e-7000-8000-000000000000")
    static final class Reask extends Change {
        Reask() {
            super("reask", "re-asking in");
        }
    }

    /** Runs as a table. */
    static final class RunTable {
        private RunTable() {}

        static Table of(List<JsonNode> runs) {
            var table = Table.of(
                    "run", "target", "release", "status", ">done", ">expected", ">errors", "started", "reason");
            runs.forEach(run -> table.row(
                    Json.cell(run, "id"),
                    Json.cell(run, "target") + "@" + Json.cell(run, "targetVersion"),
                    Json.cell(run, "release"),
                    Json.cell(run, "status"),
                    Json.cell(run, "done"),
                    Json.cell(run, "expected"),
                    Json.cell(run.path("counts"), "error"),
                    Json.time(run, "startedAt"),
                    Json.cell(run, "reason")));
            return table;
        }
    }
}
