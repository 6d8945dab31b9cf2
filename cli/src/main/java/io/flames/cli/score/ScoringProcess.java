package io.flames.cli.score;

import io.flames.cli.CliException;
import io.flames.local.process.ChildProcess;
import io.flames.local.process.FreePorts;
import io.flames.local.process.Installation;
import io.flames.local.stack.ServiceMain;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * scoring-service alone, without Kafka and Postgres, as a child for one command. It ends with this JVM, however this JVM
 * ends: it watches the pipe to its standard input.
 */
final class ScoringProcess implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration PROBE_EVERY = Duration.ofMillis(100);
    private static final int PROBE_TIMEOUT_MS = 2_000;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final ChildProcess child;
    private final int port;
    private final Path log;

    private ScoringProcess(ChildProcess child, int port, Path log) {
        this.child = child;
        this.port = port;
        this.log = log;
    }

    /** Returns when its scorer has passed its self-test. */
    static ScoringProcess start() {
        var installation = Installation.find();
        var jar = installation.root().resolve("scoring-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new CliException(
                    "scoring-service is not built: run `mvn -DskipTests package` in " + installation.root());
        }
        int port = FreePorts.next();
        int httpPort = FreePorts.next();
        var log = newLog();
        var child = ChildProcess.start(new ChildProcess.Spec(
                "scoring-service",
                command(installation, jar),
                environment(port, httpPort),
                false,
                installation.root(),
                log,
                line -> false,
                STOP_WITHIN));
        child.awaitReady(() -> isReady(httpPort), PROBE_EVERY, READY_WITHIN);
        return new ScoringProcess(child, port, log);
    }

    private static List<String> command(Installation installation, Path jar) {
        return List.of(
                Installation.java(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dquarkus.profile=standalone",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                installation.localTarget().resolve("classes") + File.pathSeparator + jar,
                ServiceMain.class.getName());
    }

    private static Map<String, String> environment(int port, int httpPort) {
        var environment = new HashMap<String, String>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("FLAMES_SCORING_")
                    || List.of("PATH", "HOME", "LANG", "TMPDIR").contains(name)) {
                environment.put(name, value);
            }
        });
        environment.put("QUARKUS_GRPC_SERVER_HOST", HOST);
        environment.put("QUARKUS_GRPC_SERVER_PORT", String.valueOf(port));
        environment.put("QUARKUS_HTTP_HOST", HOST);
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(httpPort));
        environment.put("QUARKUS_CONSOLE_COLOR", "false");
        return environment;
    }

    private static Path newLog() {
        try {
            return Files.createTempFile("flames-scoring-", ".log");
        } catch (IOException e) {
            throw new CliException("no temporary file can be written: " + e.getMessage(), e);
        }
    }

    private static boolean isReady(int httpPort) {
        try {
            var connection = (HttpURLConnection) URI.create("http://" + HOST + ":" + httpPort + "/q/health/ready")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(PROBE_TIMEOUT_MS);
            connection.setReadTimeout(PROBE_TIMEOUT_MS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    String host() {
        return HOST;
    }

    int port() {
        return port;
    }

    /** For messages: it stays when something went wrong. */
    Path log() {
        return log;
    }

    /** Takes the log away too: for when all went well. */
    void closeQuietly() {
        close();
        try {
            Files.deleteIfExists(log);
        } catch (IOException kept) {
            // A temporary file more.
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
