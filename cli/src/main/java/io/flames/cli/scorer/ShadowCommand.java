package io.flames.cli.scorer;

import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.api.Query;
import io.flames.cli.console.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flames scorer shadow}. */
@Command(
        name = "shadow",
        header = "Lets a version score beside the promoted one, unseen by leaderboards.",
        description = {
            "Lets a version score live responses beside the promoted one, unseen by leaderboards. With --history also",
            "all that was collected before; no target is asked again. --stop ends it; what it scored is kept."
        },
        footer = {
            "  ./flames scorer shadow onnx-heads@4",
            "  ./flames scorer shadow onnx-heads@4 --history",
            "  ./flames scorer shadow onnx-heads@4 --stop"
        })
final class ShadowCommand extends Subcommand {
    @Parameters(paramLabel = "NAME@VERSION", description = "The version.")
    private String version = "";

    @Option(names = "--history", description = "Also all that was collected before.")
    private boolean history;

    @Option(names = "--stop", description = "End the shadow.")
    private boolean stop;

    @Override
    protected int execute() {
        if (stop && history) {
            throw usage("--stop and --history do not go together");
        }
        var path = VersionRef.parse(version, this::usage).path() + "/shadow";
        var now = (stop ? api().delete(path) : api().post(path, Query.of("history", history), null)).body();
        console().document(now);
        console().line(Json.cell(now, "label") + " is " + Json.cell(now, "state"));
        return FlamesCommand.DONE;
    }
}
