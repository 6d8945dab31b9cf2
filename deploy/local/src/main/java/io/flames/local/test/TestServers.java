package io.flames.local.test;

import io.flames.local.process.Installation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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

    /** Among the system properties, because the class loaders of Quarkus load this class more than once. */
    private static final String SHARED = TestServers.class.getName();

    private final Process process;
    private final BufferedReader answers;
    private final String bootstrapServers;
    private final int postgresPort;

    private TestServers(Process process, BufferedReader answers, String ready) {
        var words = ready.split(" ");
        if (words.length != 3 || !"ready".equals(words[0])) {
            throw new IllegalStateException("the test servers did not start: " + ready);
        }
        this.process = process;
        this.answers = answers;
        this.bootstrapServers = words[1];
        this.postgresPort = Integer.parseInt(words[2]);
    }

    /** The servers that all tests of this JVM share, started at the first call. */
    static TestServers shared() {
        synchronized (System.getProperties()) {
            var parts = (Object[]) System.getProperties().get(SHARED);
            if (parts != null) {
                return new TestServers((Process) parts[0], (BufferedReader) parts[1], (String) parts[2]);
            }
            var started = start();
            var ready = "ready " + started.bootstrapServers + " " + started.postgresPort;
            System.getProperties().put(SHARED, new Object[] {started.process, started.answers, ready});
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
            var answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            return new TestServers(process, answers, answer(answers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        synchronized (process) {
            send(command);
            var answer = answer(answers);
            if (!"ok".equals(answer)) {
                throw new IllegalStateException(command + ": " + answer);
            }
        }
    }

    private void send(String command) {
        try {
            var commands = process.getOutputStream();
            commands.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answer(BufferedReader answers) {
        try {
            var line = answers.readLine();
            return line == null ? "it ended, see servers.log in deploy/local/target/test-servers" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that holds both servers; for tests of the servers themselves. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Stops both and deletes their data. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
