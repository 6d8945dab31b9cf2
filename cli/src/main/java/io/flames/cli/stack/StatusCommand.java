package io.flames.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.CliException;
import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.api.Query;
import io.flames.cli.api.UnreachableException;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import io.flames.cli.console.Table;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code flames status}: is every service ready, and what is running. */
@Command(
        name = "status",
        description = "Whether each service is ready, and the runs in progress. The exit code is 1 when one is not.",
        footer = {"  ./flames status", "  ./flames status --json", "  ./flames status --url https://flames.example"})
public final class StatusCommand extends Subcommand {
    private static final List<String> SERVICES = List.of("prompt", "generation", "scoring", "annotation", "report");
    private static final int MOST_RUNS = 50;

    /**
     * @param name such as {@code prompt}
     * @param ready whether it takes work
     * @param detail what is wrong, for a reader; empty when it is ready
     */
    record Service(String name, boolean ready, String detail) {}

    @Override
    protected int execute() {
        var api = api();
        var services = SERVICES.stream().map(name -> look(api, name)).toList();
        var runs = running(api);
        document(services, runs);
        console().line("Flames at " + api.base());
        var table = Table.of("service", "state", "");
        services.forEach(service ->
                table.row(service.name() + "-service", service.ready() ? "ready" : "NOT READY", service.detail()));
        console().table(table, "");
        console().line("");
        console().table(runTable(runs), "nothing is running (./flames run list shows what ran)");
        return services.stream().allMatch(Service::ready) ? FlamesCommand.DONE : FlamesCommand.ERROR;
    }

    private static Service look(FlamesApi api, String name) {
        try {
            var health = api.probe("/services/" + name + "/q/health/ready");
            return new Service(name, health.status() == 200, health.status() == 200 ? "" : wrong(health));
        } catch (UnreachableException nobody) {
            throw nobody;
        } catch (CliException broken) {
            return new Service(name, false, broken.lines().get(0));
        }
    }

    /** The names of the checks that are down, or that there is no answer. */
    private static String wrong(FlamesApi.Answer health) {
        var down = new ArrayList<String>();
        for (var check : health.body().path("checks")) {
            if (!check.path("status").asText().equals("UP")) {
                down.add(Json.cell(check, "name"));
            }
        }
        if (!down.isEmpty()) {
            return String.join(", ", down);
        }
        var detail = health.body().path("detail").asText("");
        return detail.isEmpty() ? "answers with status " + health.status() : Style.clean(detail);
    }

    /** Empty when generation-service cannot tell: the table of services says so already. */
    private static List<JsonNode> running(FlamesApi api) {
        try {
            return api.list("runs", Query.of("status", "RUNNING"), MOST_RUNS);
        } catch (CliException unknown) {
            return List.of();
        }
    }

    private void document(List<Service> services, List<JsonNode> runs) {
        var document = Json.object();
        document.put("url", api().base().toString());
        document.put("ready", services.stream().allMatch(Service::ready));
        var list = document.putArray("services");
        services.forEach(service -> list.addObject()
                .put("name", service.name())
                .put("ready", service.ready())
                .put("detail", service.detail()));
        document.putArray("running").addAll(runs);
        console().document(document);
    }

    private static Table runTable(List<JsonNode> runs) {
        var table = Table.of("running", "target", "release", ">done", ">expected");
        runs.forEach(run -> table.row(
                Json.cell(run, "id"),
                Json.cell(run, "target") + "@" + Json.cell(run, "targetVersion"),
                Json.cell(run, "release"),
                Json.cell(run, "done"),
                Json.cell(run, "expected")));
        return table;
    }
}
