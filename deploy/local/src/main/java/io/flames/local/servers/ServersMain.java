package io.flames.local.servers;

import io.flames.local.process.ChildProcess;
import io.flames.local.process.Folders;
import io.flames.local.process.Installation;
import io.flames.local.process.StdinWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The one child of a test JVM: starts a broker and a Postgres as its own children and carries out one command a line
 * of standard input, answering {@code ok} or {@code error <why>}. At the end of standard input it stops both and
 * deletes the data.
 *
 * <p>Commands: {@code database NAME} (dropped and created anew), {@code kill-broker}, {@code start-broker},
 * {@code kill-postgres}, {@code start-postgres}. The first line it prints is {@code ready KAFKA_PORT POSTGRES_PORT}
 * or {@code error <why>}. Argument: the folder that logs go to.
 */
public final class ServersMain {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    private final Broker broker;
    private final Postgres postgres;
    private ChildProcess brokerProcess;
    private ChildProcess postgresProcess;

    private ServersMain(Installation installation, Path data, Path logs) {
        broker = new Broker(installation, data.resolve("kafka"), logs.resolve("kafka.log"));
        postgres = new Postgres(
                installation,
                installation.localTarget().resolve("cache"),
                data.resolve("postgres"),
                logs.resolve("postgres.log"),
                false);
        var startingBroker = CompletableFuture.supplyAsync(broker::start);
        postgresProcess = postgres.start();
        brokerProcess = startingBroker.join();
    }

    public static void main(String[] args) throws IOException {
        var data = Files.createTempDirectory("flames-servers-");
        Files.setPosixFilePermissions(data, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        var out = System.out;
        try {
            var servers = new ServersMain(Installation.find(), data, Path.of(args[0]));
            out.println("ready " + servers.broker.bootstrapServers() + " " + servers.postgres.port());
            servers.serve(out);
            servers.close();
        } catch (RuntimeException failed) {
            out.println("error " + cause(failed));
        } finally {
            Folders.delete(data);
            StdinWatch.exit(STOP_WITHIN);
        }
    }

    private void serve(PrintStream out) throws IOException {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String command = commands.readLine();
        while (command != null) {
            out.println(answerTo(command));
            command = commands.readLine();
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
            case "kill-broker" -> brokerProcess.kill();
            case "start-broker" -> brokerProcess = broker.start();
            case "kill-postgres" -> postgres.kill(postgresProcess);
            case "start-postgres" -> postgresProcess = postgres.start();
            default -> postgres.recreateDatabase(command.substring("database ".length()));
        }
    }

    private void close() {
        brokerProcess.kill(); // Its data is deleted anyway.
        postgresProcess.close();
    }

    private static String cause(RuntimeException failed) {
        var cause = failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        return String.valueOf(cause.getMessage()).replace('\n', ' ');
    }
}
