package io.flames.cli.bench;

import io.flames.cli.api.FlamesApi;
import io.flames.local.gateway.Routes.Service;
import io.flames.local.process.ChildProcess;
import io.flames.local.process.FreePorts;
import io.flames.local.process.Installation;
import io.flames.local.servers.Broker;
import io.flames.local.servers.Postgres;
import io.flames.local.stack.ServiceMain;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What collecting answers takes and nothing more: Kafka, Postgres (durable), prompt-service, generation-service. */
final class BenchStack implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final Duration PROBE_EVERY = Duration.ofMillis(100);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(17);
    private static final int PROBE_TIMEOUT_MS = 2_000;

    private final Installation installation;
    private final Path folder;
    private final Deque<ChildProcess> children = new ArrayDeque<>();
    private final Map<Service, Integer> ports = new HashMap<>();
    private final Map<Service, ChildProcess> services = new HashMap<>();

    private BenchStack(Installation installation, Path folder) {
        this.installation = installation;
        this.folder = folder;
    }

    static BenchStack start(Path folder) {
        var stack = new BenchStack(Installation.find(), folder);
        try {
            stack.startAll();
            return stack;
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
    }

    private void startAll() {
        var postgres = new Postgres(
                installation,
                folder.resolve("programs"),
                folder.resolve("postgres"),
                folder.resolve("postgres.log"),
                FreePorts.next(),
                true);
        var broker = new Broker(
                installation, folder.resolve("kafka"), folder.resolve("kafka.log"), FreePorts.next(), FreePorts.next());
        children.push(postgres.start());
        children.push(broker.start());
        for (var service : List.of(Service.PROMPT, Service.GENERATION)) {
            postgres.createDatabase(service.database());
            start(service, postgres, broker);
        }
    }

    private void start(Service service, Postgres postgres, Broker broker) {
        int port = FreePorts.next();
        var environment = new HashMap<String, String>();
        for (var name : List.of("PATH", "HOME", "LANG", "TMPDIR")) {
            if (System.getenv(name) != null) {
                environment.put(name, System.getenv(name));
            }
        }
        environment.putAll(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "FLAMES_DB_HOST",
                HOST,
                "FLAMES_DB_PORT",
                String.valueOf(postgres.port()),
                "FLAMES_DB_NAME",
                service.database(),
                "FLAMES_DB_USER",
                Postgres.USER,
                "FLAMES_DB_PASSWORD",
                Postgres.PASSWORD,
                "QUARKUS_HTTP_HOST",
                HOST,
                "QUARKUS_HTTP_PORT",
                String.valueOf(port),
                "QUARKUS_CONSOLE_COLOR",
                "false",
                "FLAMES_GENERATION_SCORING_ENABLED",
                "false"));
        var child = ChildProcess.start(new ChildProcess.Spec(
                service.moduleName(),
                command(service),
                environment,
                false,
                installation.root(),
                folder.resolve(service.moduleName() + ".log"),
                line -> false,
                STOP_WITHIN));
        children.push(child);
        child.awaitReady(() -> isReady(port), PROBE_EVERY, READY_WITHIN);
        ports.put(service, port);
        services.put(service, child);
    }

    /** As the embedded stack starts it. */
    private List<String> command(Service service) {
        var jar = installation.root().resolve(service.moduleName()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new io.flames.cli.CliException(
                    service.moduleName() + " is not built: run `mvn -DskipTests package` in " + installation.root());
        }
        return List.of(
                Installation.java(),
                service == Service.GENERATION ? "-Xmx384m" : "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                installation.localTarget().resolve("classes") + File.pathSeparator + jar,
                ServiceMain.class.getName());
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

    FlamesApi api(Service service) {
        return new FlamesApi(URI.create("http://" + HOST + ":" + ports.get(service)));
    }

    long pid(Service service) {
        return services.get(service).pid();
    }

    @Override
    public void close() {
        while (!children.isEmpty()) {
            children.pop().close();
        }
    }
}
