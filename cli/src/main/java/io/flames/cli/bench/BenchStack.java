package io.flames.cli.bench;

import io.flames.cli.api.FlamesApi;
import io.flames.cli.stack.ServiceJvm;
import io.flames.local.gateway.Routes.Service;
import io.flames.local.process.ChildProcess;
import io.flames.local.process.FreePorts;
import io.flames.local.process.Installation;
import io.flames.local.servers.Broker;
import io.flames.local.servers.Postgres;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What collecting answers takes and nothing more: Kafka, Postgres (durable), prompt-service, generation-service. */
final class BenchStack implements AutoCloseable {
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
        var child = ServiceJvm.start(
                service,
                List.of(service == Service.GENERATION ? "-Xmx384m" : "-Xmx256m"),
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        broker.bootstrapServers(),
                        "FLAMES_DB_HOST",
                        ServiceJvm.HOST,
                        "FLAMES_DB_PORT",
                        String.valueOf(postgres.port()),
                        "FLAMES_DB_NAME",
                        service.database(),
                        "FLAMES_DB_USER",
                        Postgres.USER,
                        "FLAMES_DB_PASSWORD",
                        Postgres.PASSWORD,
                        "FLAMES_GENERATION_SCORING_ENABLED",
                        "false"),
                port,
                folder.resolve(service.moduleName() + ".log"));
        children.push(child);
        ports.put(service, port);
        services.put(service, child);
    }

    FlamesApi api(Service service) {
        return new FlamesApi(URI.create("http://" + ServiceJvm.HOST + ":" + ports.get(service)));
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
