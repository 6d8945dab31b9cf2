package io.flames.local.servers;

import io.flames.local.process.Installation;
import io.flames.local.process.StdinWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * The one child of a test JVM: starts a broker and a Postgres, as its own children or, where {@code docker info}
 * succeeds, in containers. At the end of its standard input it stops both and deletes the data.
 *
 * <p>The first line it prints is {@code ready KAFKA_HOST:PORT POSTGRES_PORT CONTROL_PORT} or {@code error <why>}. A
 * connection to the control port carries one command, {@code database NAME} (dropped and created anew),
 * {@code kill-broker}, {@code start-broker}, {@code kill-postgres} or {@code start-postgres}, and one answer,
 * {@code ok} or {@code error <why>}. Argument: the folder that logs go to.
 */
public final class ServersMain {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    private final TestBackend backend;

    private ServersMain(TestBackend backend) {
        this.backend = backend;
    }

    public static void main(String[] args) throws IOException {
        var backend = ContainerBackend.isThere()
                ? new ContainerBackend()
                : new EmbeddedBackend(Installation.find(), Path.of(args[0]));
        var servers = new ServersMain(backend);
        Runtime.getRuntime().addShutdownHook(new Thread(backend::stop, "flames-servers-stop"));
        try (var control = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            backend.start();
            servers.serveOn(control);
            System.out.println("ready " + backend.bootstrapServers() + " " + backend.postgresPort() + " "
                    + control.getLocalPort());
            StdinWatch.awaitEnd();
        } catch (RuntimeException failed) {
            System.out.println("error " + cause(failed));
        } finally {
            StdinWatch.exit(STOP_WITHIN);
        }
    }

    private void serveOn(ServerSocket control) {
        var thread = new Thread(
                () -> {
                    while (!control.isClosed()) {
                        serveOne(control);
                    }
                },
                "flames-control");
        thread.setDaemon(true);
        thread.start();
    }

    private void serveOne(ServerSocket control) {
        try (var connection = control.accept();
                var commands =
                        new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
                var answers = new PrintStream(connection.getOutputStream(), true, StandardCharsets.UTF_8)) {
            answers.println(answerTo(String.valueOf(commands.readLine())));
        } catch (IOException gone) {
            // The one who asked is gone, or we are closing.
        }
    }

    private String answerTo(String command) {
        try {
            carryOut(command);
            return "ok";
        } catch (RuntimeException failed) {
            return "error " + cause(failed);
        }
    }

    private void carryOut(String command) {
        switch (command) {
            case "kill-broker" -> backend.killBroker();
            case "start-broker" -> backend.startBroker();
            case "kill-postgres" -> backend.killPostgres();
            case "start-postgres" -> backend.startPostgres();
            default -> new Databases(backend.postgresPort()).recreate(command.substring("database ".length()));
        }
    }

    private static String cause(RuntimeException failed) {
        var cause = failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        return String.valueOf(cause.getMessage()).replace('\n', ' ');
    }
}
