package io.flames.local.test;

import io.flames.local.process.Installation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real broker and a real Postgres for the tests of this JVM; both end with it, however it ends. Ports and data stay
 * over kill and start, as at a crash.
 */
public final class TestServers implements AutoCloseable {
    /** The user of the databases, and the password. */
    public static final String USER = "flames";

    public static final String PASSWORD = "flames";

    /**
     * The system property with the addresses of the shared servers: the class loaders of Quarkus load this class more
     * than once, and text is all that they share.
     */
    private static final String SHARED = "flames.test.servers";

    private final ProcessHandle process;
    private final String addresses;
    private final String bootstrapServers;
    private final int postgresPort;
    private final int controlPort;

    private TestServers(ProcessHandle process, String addresses) {
        var words = addresses.split(" ");
        if (words.length != 4 || !"ready".equals(words[0])) {
            throw new IllegalStateException("the test servers did not start: " + addresses);
        }
        this.process = process;
        this.addresses = addresses;
        this.bootstrapServers = words[1];
        this.postgresPort = Integer.parseInt(words[2]);
        this.controlPort = Integer.parseInt(words[3]);
    }

    /** The servers that all tests of this JVM share, started at the first call. */
    static TestServers shared() {
        synchronized (System.getProperties()) {
            var known = System.getProperty(SHARED);
            if (known != null) {
                var words = known.split(" ", 2);
                return new TestServers(
                        ProcessHandle.of(Long.parseLong(words[0])).orElseThrow(), words[1]);
            }
            var started = start();
            System.setProperty(SHARED, started.process.pid() + " " + started.addresses);
            return started;
        }
    }

    /** Starts both and returns when both serve and all topics are there: about 4 s. */
    public static TestServers start() {
        var installation = Installation.find();
        var logs = installation
                .localTarget()
                .resolve("test-servers")
                .resolve(String.valueOf(ProcessHandle.current().pid()));
        try {
            Files.createDirectories(logs);
            var process = new ProcessBuilder(command(installation, logs))
                    .directory(installation.root().toFile())
                    .redirectError(logs.resolve("servers.log").toFile())
                    .start();
            holdPipeOf(process);
            var firstLine = process.inputReader(StandardCharsets.UTF_8).readLine();
            return new TestServers(
                    process.toHandle(), firstLine == null ? "it ended, see " + logs.resolve("servers.log") : firstLine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As long as this thread lives, nobody collects the pipe whose end would stop the servers. */
    private static void holdPipeOf(Process process) {
        var holder = new Thread(
                () -> {
                    try {
                        process.waitFor();
                    } catch (InterruptedException e) {
                        process.destroy();
                    } finally {
                        Reference.reachabilityFence(process);
                    }
                },
                "flames-test-servers");
        holder.setDaemon(true);
        holder.start();
    }

    private static List<String> command(Installation installation, Path logs) {
        return List.of(
                Installation.java(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dflames.root=" + installation.root(),
                "-cp",
                installation.classPath(),
                "io.flames.local.servers.ServersMain",
                logs.toString());
    }

    /** host:port for Kafka clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The port on 127.0.0.1. */
    public int postgresPort() {
        return postgresPort;
    }

    /** The JDBC URL of a database. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgresPort + "/" + database;
    }

    /** Drops the database, whoever is connected, and creates it anew. */
    public void freshDatabase(String name) {
        carryOut("database " + name);
    }

    /** kill -9 of the broker; returns when it is gone. */
    public void killBroker() {
        carryOut("kill-broker");
    }

    /** Starts it again on its port and data; returns when it serves. */
    public void startBroker() {
        carryOut("start-broker");
    }

    /** kill -9 of the postmaster; returns when it is gone. */
    public void killPostgres() {
        carryOut("kill-postgres");
    }

    /** Starts it again on its port and data, with crash recovery; returns when it serves. */
    public void startPostgres() {
        carryOut("start-postgres");
    }

    private void carryOut(String command) {
        try (var connection = new Socket(InetAddress.getLoopbackAddress(), controlPort);
                var out = new PrintStream(connection.getOutputStream(), true, StandardCharsets.UTF_8);
                var in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            out.println(command);
            var answer = in.readLine();
            if (!"ok".equals(answer)) {
                throw new IllegalStateException(command + ": " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that holds both servers; for tests of the servers themselves. */
    ProcessHandle process() {
        return process;
    }

    /** Stops both and deletes their data. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
