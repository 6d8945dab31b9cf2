package io.flames.cli.stack;

import io.flames.cli.CliException;
import io.flames.local.gateway.Routes.Service;
import io.flames.local.process.ChildProcess;
import io.flames.local.process.Installation;
import io.flames.local.stack.ServiceMain;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One service as a child, for commands that need less than the whole stack. It listens on the loopback address and ends
 * with this JVM, however this JVM ends: it watches the pipe to its standard input.
 */
public final class ServiceJvm {
    public static final String HOST = "127.0.0.1";

    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final Duration PROBE_EVERY = Duration.ofMillis(100);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(17);
    private static final int PROBE_TIMEOUT_MS = 2_000;
    private static final List<String> PASSED_ON = List.of("PATH", "HOME", "LANG", "TMPDIR");

    private ServiceJvm() {}

    /**
     * Starts it and returns when it is ready.
     *
     * @param options of the JVM, such as its heap
     * @param told environment variables that configure it; of this process's own it gets what programs need to run
     * @param httpPort of its HTTP interface, asked for its health
     */
    public static ChildProcess start(
            Service service, List<String> options, Map<String, String> told, int httpPort, Path log) {
        var installation = Installation.find();
        var jar = installation.root().resolve(service.moduleName()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new CliException(
                    service.moduleName() + " is not built: run `mvn -DskipTests package` in " + installation.root());
        }
        var child = ChildProcess.start(new ChildProcess.Spec(
                service.moduleName(),
                command(installation, jar, options),
                environment(told, httpPort),
                false,
                installation.root(),
                log,
                line -> false,
                STOP_WITHIN));
        child.awaitReady(() -> isReady(httpPort), PROBE_EVERY, READY_WITHIN);
        return child;
    }

    private static List<String> command(Installation installation, Path jar, List<String> options) {
        var command = new ArrayList<String>();
        command.add(Installation.java());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                installation.localTarget().resolve("classes") + File.pathSeparator + jar,
                ServiceMain.class.getName()));
        return command;
    }

    private static Map<String, String> environment(Map<String, String> told, int httpPort) {
        var environment = new HashMap<String, String>();
        System.getenv().forEach((name, value) -> {
            if (PASSED_ON.contains(name) || name.startsWith("LC_") || name.startsWith("FLAMES_")) {
                environment.put(name, value);
            }
        });
        environment.putAll(Map.of(
                "QUARKUS_HTTP_HOST",
                HOST,
                "QUARKUS_HTTP_PORT",
                String.valueOf(httpPort),
                "QUARKUS_CONSOLE_COLOR",
                "false"));
        environment.putAll(told);
        return environment;
    }

    private static boolean isReady(int port) {
        try {
            var connection = (HttpURLConnection) URI.create("http://" + HOST + ":" + port + "/q/health/ready")
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
}
