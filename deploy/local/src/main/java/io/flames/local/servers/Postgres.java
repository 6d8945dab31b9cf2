package io.flames.local.servers;

import io.flames.local.process.ChildProcess;
import io.flames.local.process.Folders;
import io.flames.local.process.Installation;
import io.flames.local.process.LocalStackException;
import io.flames.local.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server on the loopback address. Its port and data stay when it is started again; a start also clears
 * away what a killed start or an orphan of an earlier one has left in the data folder.
 */
public final class Postgres implements Server {
    /** The superuser and owner of the databases, and the password; the server listens on the loopback address only. */
    public static final String USER = "flames";

    public static final String PASSWORD = "flames";

    /**
     * Holds the pipe that PostgreSQL itself knows nothing of. When it closes: a fast shutdown (SIGINT, asked for again
     * because a server that just starts may not hear it), after 15 s an immediate one (SIGQUIT), after 5 more a kill.
     * When the server ends first, so does this script, with the server's exit code.
     */
    private static final String WATCH =
            """
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            (
              while read -r _ <&3; do :; done
              for signal in INT QUIT KILL; do
                tries=0
                while kill -0 $server 2>/dev/null && [ $tries -lt 50 ]; do
                  if [ $((tries % 10)) -eq 0 ]; then kill -$signal $server 2>/dev/null; fi
                  tries=$((tries + 1))
                  if [ $signal = INT ]; then sleep 0.3; else sleep 0.1; fi
                done
              done
            ) >/dev/null 2>&1 &
            watch=$!
            exec 3<&-
            wait $server
            code=$?
            kill $watch 2>/dev/null
            exit $code
            """;

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(26);
    private static final int START_TRIES = 20;

    private final Installation installation;
    private final Path cache;
    private final Path data;
    private final Path log;
    private final boolean durable;
    private final int port;

    /**
     * @param cache where the programs are unpacked
     * @param data the cluster's folder; created when missing
     * @param log the log file
     * @param port what clients connect to
     * @param durable whether commits reach the disk (fsync); off only where nothing needs to survive the machine
     */
    public Postgres(Installation installation, Path cache, Path data, Path log, int port, boolean durable) {
        this.installation = installation;
        this.cache = cache;
        this.data = data.toAbsolutePath();
        this.log = log;
        this.port = port;
        this.durable = durable;
    }

    @Override
    public ChildProcess start() {
        var runAs = RunAs.forThisUser();
        var binaries = PostgresBinaries.unpackedIn(cache, installation);
        try {
            initialise(binaries, runAs);
        } catch (IOException e) {
            throw new LocalStackException("cannot create " + data + ": " + e.getMessage(), e);
        }
        runAs.prepare(data, binaries.program("postgres"));
        Orphans.end(data);
        return startOnceOthersAreGone(serverCommand(binaries, runAs));
    }

    /** Into a folder beside it and renamed at the end, so that a killed start leaves no half cluster. */
    private void initialise(PostgresBinaries binaries, RunAs runAs) throws IOException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        var partial = data.resolveSibling(data.getFileName() + ".new");
        var password = data.resolveSibling(data.getFileName() + ".password");
        Folders.delete(partial);
        Files.createDirectories(partial);
        Files.writeString(password, PASSWORD);
        try {
            runAs.prepare(partial, binaries.program("initdb"));
            runAs.prepare(password, binaries.program("initdb"));
            var result = Programs.run(with(
                    runAs.prefix(),
                    binaries.program("initdb"),
                    "--pgdata=" + partial,
                    "--username=" + USER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions",
                    durable ? "--sync-method=fsync" : "--no-sync"));
            if (result.exitCode() != 0) {
                throw new IOException(
                        "initdb: " + result.output().strip().lines().reduce("", (a, b) -> b));
            }
            Files.move(partial, data);
        } finally {
            Files.deleteIfExists(password);
            Folders.delete(partial);
        }
    }

    private List<String> serverCommand(PostgresBinaries binaries, RunAs runAs) {
        var command = new ArrayList<>(List.of("sh", "-c", WATCH, "flames-postgres"));
        command.addAll(runAs.prefix());
        command.addAll(List.of(binaries.program("postgres"), "-D", data.toString(), "-p", String.valueOf(port)));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private Map<String, String> settings() {
        var always = Map.of(
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "max_connections", "200",
                "shared_buffers", "64MB",
                "jit", "off",
                "lc_messages", "C",
                "log_destination", "stderr",
                "logging_collector", "off");
        var durability = durable ? "on" : "off";
        var all = new TreeMap<>(always);
        all.put("fsync", durability);
        // Stays on: without it even a kill of the process, not only of the machine, takes the last commits.
        all.put("synchronous_commit", "on");
        all.put("full_page_writes", durability);
        return all;
    }

    /** Backends outlive a killed postmaster by a moment, and a new one refuses to start as long as one is there. */
    private ChildProcess startOnceOthersAreGone(List<String> command) {
        for (int attempt = 1; ; attempt++) {
            var child = ChildProcess.start(new ChildProcess.Spec(
                    "postgres",
                    command,
                    Map.of("LC_ALL", "C"),
                    true,
                    data,
                    log,
                    line -> line.contains("database system is ready to accept connections"),
                    STOP_WITHIN));
            try {
                child.awaitReady(READY_WITHIN);
                return child;
            } catch (LocalStackException failed) {
                if (attempt == START_TRIES || !isStillInUse(failed)) {
                    throw failed;
                }
                Programs.run(List.of("sleep", "0.5"));
            }
        }
    }

    private static boolean isStillInUse(LocalStackException failed) {
        var message = String.valueOf(failed.getMessage());
        return message.contains("still in use") || message.contains("Terminate any old server processes");
    }

    /** The postmaster: the child that {@link #start()} returns only holds its pipe. */
    @Override
    public long pid(ChildProcess child) {
        return Orphans.serverOf(data).map(ProcessHandle::pid).orElse(child.pid());
    }

    /**
     * Kills the server itself with -9; its wrapper and its backends notice and end.
     *
     * @param child what {@link #start()} returned
     */
    public void kill(ChildProcess child) {
        Orphans.serverOf(data).ifPresentOrElse(ProcessHandle::destroyForcibly, child::kill);
        child.onExit().orTimeout(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Creates the database when it is missing. */
    public void createDatabase(String name) {
        new Databases(port).create(name);
    }

    public int port() {
        return port;
    }

    private static List<String> with(List<String> prefix, String... command) {
        return Stream.concat(prefix.stream(), Stream.of(command)).toList();
    }
}
