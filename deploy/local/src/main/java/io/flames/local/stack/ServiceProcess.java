package io.flames.local.stack;

import io.flames.local.gateway.Routes.Service;
import io.flames.local.process.ChildProcess;
import io.flames.local.process.Installation;
import io.flames.local.process.LocalStackException;
import io.flames.local.servers.Server;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One of Flames' services, as a JVM of its own with a bounded heap. */
final class ServiceProcess implements Server {
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final int PROBE_EVERY_MS = 150;
    private static final int PROBE_TIMEOUT_MS = 5_000;
    private static final Map<Service, String> HEAP = Map.of(
            Service.PROMPT, "-Xmx256m",
            Service.GENERATION, "-Xmx384m",
            Service.SCORING, "-Xmx384m",
            Service.ANNOTATION, "-Xmx256m",
            Service.REPORT, "-Xmx320m");

    private final Installation installation;
    private final Service service;
    private final Path log;
    private final int port;
    private final Map<String, String> environment;

    /**
     * @param port of its HTTP interface on the loopback address
     * @param environment all that it is told, and nothing else of this JVM's environment
     */
    ServiceProcess(Installation installation, Service service, Path log, int port, Map<String, String> environment) {
        this.installation = installation;
        this.service = service;
        this.log = log;
        this.port = port;
        this.environment = environment;
    }

    static Path jar(Installation installation, Service service) {
        return installation.root().resolve(service.moduleName()).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** @throws LocalStackException naming the first service that is not built */
    static void requireBuilt(Installation installation, Collection<Service> services) {
        for (var service : services) {
            if (!Files.exists(jar(installation, service))) {
                throw new LocalStackException(service.moduleName() + " is not built: run `mvn -DskipTests package` in "
                        + installation.root());
            }
        }
    }

    @Override
    public ChildProcess start() {
        var child = ChildProcess.start(new ChildProcess.Spec(
                service.moduleName(),
                List.of(
                        Installation.java(),
                        HEAP.get(service),
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        installation.localTarget().resolve("classes") + File.pathSeparator + jar(installation, service),
                        ServiceMain.class.getName()),
                environment,
                false,
                installation.root(),
                log,
                line -> false,
                ServiceMain.STOP_WITHIN.plusSeconds(2)));
        child.awaitReady(this::isReady, Duration.ofMillis(PROBE_EVERY_MS), READY_WITHIN);
        return child;
    }

    private boolean isReady() {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/q/health/ready")
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
