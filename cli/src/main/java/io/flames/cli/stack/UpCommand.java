package io.flames.cli.stack;

import io.flames.cli.FlamesCommand;
import io.flames.cli.Subcommand;
import io.flames.cli.api.FlamesApi;
import io.flames.cli.console.Json;
import io.flames.local.stack.Stack;
import io.flames.local.stack.StackOptions;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flames up}. */
@Command(
        name = "up",
        header = "Start Flames on this machine, until Ctrl-C.",
        description = {
            "Starts Flames on this machine: a real Kafka, a real PostgreSQL, each service as a process of its own, and one",
            "address for pages and REST. It listens on the loopback address only, restarts what dies, and stops with",
            "Ctrl-C. What is stored survives; logs go to files in the data folder."
        },
        footer = {
            "  ./flames up",
            "  ./flames up --samples                 with sample prompts and targets",
            "  ./flames up --port 9090 --data-dir /srv/flames",
            "  ./flames up --fresh                   forgets everything first",
            "  FLAMES_API_KEY_MINE=... ./flames up   a key that targets may name"
        })
public final class UpCommand extends Subcommand {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where all is stored ($FLAMES_HOME/data, else ~/.flames/data).")
    private @Nullable Path dataDir;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "The address's port (8080).")
    private int port;

    @Option(names = "--fresh", description = "Delete what the data folder holds first.")
    private boolean fresh;

    @Option(names = "--samples", description = "Add the sample prompts and three sample targets.")
    private boolean samples;

    @Override
    protected int execute() throws InterruptedException {
        var options = StackOptions.defaults()
                .withPort(Ports.checked(port, this::usage))
                .withFresh(fresh);
        var chosen = dataDir == null ? options : options.withDataDir(dataDir);
        try (var stack = Stack.start(chosen, StackMessages.to(console()))) {
            if (samples) {
                new SampleBenchmark(new FlamesApi(stack.url())).load(stack);
            }
            tell(stack, chosen.dataDir());
            stack.awaitStop();
        }
        return FlamesCommand.DONE;
    }

    private void tell(Stack stack, Path data) {
        var document = Json.object();
        document.put("url", stack.url().toString());
        document.put("dataDir", data.toString());
        document.put("logs", stack.logs().toString());
        var children = document.putArray("children");
        stack.childStatus().forEach(child -> children.addObject()
                .put("name", child.name())
                .put("pid", child.pid())
                .put("port", child.port())
                .put("log", child.log().toString()));
        stack.passwordsFile().ifPresent(file -> document.put("passwords", file.toString()));
        console().document(document);
        console().line("Flames is up at " + console().style().bold(stack.url().toString()));
        tellPasswords(stack);
        console().line("data in " + data + ", logs in " + stack.logs() + "; Ctrl-C stops it");
        console().out().flush();
    }

    private void tellPasswords(Stack stack) {
        var passwords = stack.passwords();
        if (!passwords.isEmpty()) {
            console()
                    .line("people label at " + stack.url() + "/annotate: "
                            + passwords.entrySet().stream()
                                    .map(each -> each.getKey() + " " + each.getValue())
                                    .collect(Collectors.joining(", ")));
            stack.passwordsFile().ifPresent(file -> console().line("these passwords are in " + file));
        }
    }
}
