package io.flames.local.servers;

import static java.util.Objects.requireNonNull;

import io.flames.local.process.ChildProcess;
import io.flames.local.process.Folders;
import io.flames.local.process.FreePorts;
import io.flames.local.process.Installation;
import io.flames.local.process.StdinWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The one child of a test JVM: starts a broker and a Postgres as its own children. At the end of its standard input it
 * stops both and deletes the data.
 *
 * <p>The first line it prints is {@code ready KAFKA_HOST:PORT POSTGRES_PORT CONTROL_PORT} or {@code error <why>}. A
 * connection to the control port carries one command, {@code database NAME} (dropped and created anew),
 * {@code kill-broker}, {@code start-broker}, {@code kill-postgres} or {@code start-postgres}, and one answer,
 * {@code ok} or {@code error <why>}. Argument: the folder that logs go to.
 */
public final class ServersMain {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    private final Path data;
    private final Broker broker;
    private final Postgres postgres;
    private @Nullable ChildProcess brokerProcess;
    private @Nullable ChildProcess postgresProcess;

    private ServersMain(Installation installation, Path data, Path logs) {
        this.data = data;
        this.broker = new Broker(
                installation, data.resolve("kafka"), logs.resolve("kafka.log"), FreePorts.next(), FreePorts.next());
        this.postgres = new Postgres(
                installation,
                installation.localTarget().resolve("cache"),
                data.resolve("postgres"),
                logs.resolve("postgres.log"),
                FreePorts.next(),
                false);
    }

    public static void main(String[] args) throws IOException {
        var data = Files.createTempDirectory(
                "flames-servers-" + ProcessHandle.current().pid() + "-");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        var servers = new ServersMain(Installation.find(), data, Path.of(args[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(servers::stop, "flames-servers-stop"));
        try (var control = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            servers.start();
            servers.serveOn(control);
            System.out.println("ready " + servers.broker.bootstrapServers() + " " + servers.postgres.port() + " "
                    + control.getLocalPort());
            StdinWatch.awaitEnd();
        } catch (RuntimeException failed) {
            System.out.println("error " + cause(failed));
        } finally {
            StdinWatch.exit(STOP_WITHIN);
        }
    }

    private void start() {
        var startingBroker = CompletableFuture.supplyAsync(broker::start);
        postgresProcess = postgres.start();
        brokerProcess = startingBroker.join();
    }

    /** The broker without ceremony: its data is deleted anyway. */
    private void stop() {
        try {
            if (brokerProcess != null) {
                brokerProcess.kill();
            }
            if (postgresProcess != null) {
                postgresProcess.close();
            }
            Folders.delete(data);
        } catch (IOException e) {
            System.err.println("cannot delete " + data + ": " + e);
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
            case "kill-broker" -> requireNonNull(brokerProcess).kill();
            case "start-broker" -> brokerProcess = broker.start();
            case "kill-postgres" -> postgres.kill(requireNonNull(postgresProcess));
            case "start-postgres" -> postgresProcess = postgres.start();
            default -> postgres.recreateDatabase(command.substring("database ".length()));
        }
    }

    private static String cause(RuntimeException failed) {
        var cause = failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        return String.valueOf(cause.getMessage()).replace('\n', ' ');
    }
}
