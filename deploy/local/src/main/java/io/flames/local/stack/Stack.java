package io.flames.local.stack;

import io.flames.local.gateway.Gateway;
import io.flames.local.gateway.Routes;
import io.flames.local.gateway.Routes.Service;
import io.flames.local.process.FreePorts;
import io.flames.local.process.Installation;
import io.flames.local.process.LocalStackException;
import io.flames.local.sample.SamplePack;
import io.flames.local.sample.SampleTargets;
import io.flames.local.servers.Broker;
import io.flames.local.servers.Postgres;
import io.flames.local.servers.Server;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All of Flames on this machine: PostgreSQL and Kafka, then the five services as processes of their own; the gateway and
 * the sample targets live in this JVM. Children that die are started again on their ports and data. When this JVM ends,
 * in whatever way, all of them do.
 *
 * <pre>{@code
 * try (var stack = Stack.start(StackOptions.defaults(), event -> System.err.println(event.line()))) {
 *     System.out.println(stack.url());
 *     stack.awaitStop();
 * }
 * }</pre>
 */
public final class Stack implements AutoCloseable {
    private static final String SAMPLES = "sample-targets";
    private static final long VERTX_STOP_SECONDS = 5;

    private final StackOptions options;
    private final StackListener listener;
    private final Installation installation;
    private final DataFolder folder;
    private final Vertx vertx;
    private final Set<Service> services;
    private final Map<Service, Integer> servicePorts = new EnumMap<>(Service.class);
    private final List<SupervisedChild> children = new ArrayList<>();
    /** In the order they were started; stopped from the last to the first. */
    private final Deque<List<SupervisedChild>> stages = new ArrayDeque<>();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread shutdownHook = new Thread(this::stop, "flames-stop");

    private final Postgres postgres;
    private final Broker broker;
    private @Nullable Gateway gateway;
    private @Nullable SampleTargets sampleTargets;
    private boolean stopping;

    private Stack(StackOptions options, StackListener listener, Installation installation, DataFolder folder) {
        this.options = options;
        this.listener = listener;
        this.installation = installation;
        this.folder = folder;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
        this.services = servicesOf(options);
        for (var service : services) {
            servicePorts.put(service, folder.port(service.moduleName()));
        }
        this.postgres = new Postgres(
                installation,
                folder.programs(),
                folder.postgres(),
                folder.log("postgres"),
                folder.port("postgres"),
                true);
        this.broker = new Broker(
                installation,
                folder.kafka(),
                folder.log("kafka"),
                folder.port("kafka"),
                folder.port("kafka-controller"));
    }

    /**
     * Starts everything and returns when all of it serves. While it runs, the end of this JVM (Ctrl-C, SIGTERM, or
     * {@code System.exit}) stops all children in order first.
     *
     * @throws LocalStackException when something is not as it must be (port taken, folder in use, disk full, not built)
     *     or a child does not get ready; what was started is stopped again; the message is one line
     */
    public static Stack start(StackOptions options, StackListener listener) {
        var installation = Installation.find();
        ServiceProcess.requireBuilt(installation, servicesOf(options));
        if (options.port() != 0 && !FreePorts.isFree(options.port())) {
            throw Gateway.portTaken(options.port(), null);
        }
        var stack = new Stack(options, listener, installation, DataFolder.open(options.dataDir(), options.fresh()));
        Runtime.getRuntime().addShutdownHook(stack.shutdownHook);
        try {
            stack.startAll();
            return stack;
        } catch (CompletionException failed) {
            stack.close();
            throw failed.getCause() instanceof LocalStackException known
                    ? known
                    : new LocalStackException("the stack did not start: " + failed.getCause(), failed);
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
    }

    private void startAll() {
        gateway = Gateway.start(vertx, options.port(), Routes.DEFAULT, servicePorts);
        folder.heldBy("process " + ProcessHandle.current().pid() + ", " + url());
        startSampleTargets();
        startTogether(List.of(child("postgres", postgres, postgres.port()), child("kafka", broker, broker.port())));
        for (var service : services) {
            postgres.createDatabase(service.database());
        }
        startTogether(processes());
    }

    private void startSampleTargets() {
        if (options.samples()) {
            sampleTargets =
                    SampleTargets.start(vertx, folder.port(SAMPLES), SamplePack.load(), options.sampleLatency());
        }
    }

    private static Set<Service> servicesOf(StackOptions options) {
        return options.labelling()
                ? EnumSet.allOf(Service.class)
                : EnumSet.complementOf(EnumSet.of(Service.ANNOTATION));
    }

    private List<SupervisedChild> processes() {
        var environment = new ServiceEnvironment(
                broker.bootstrapServers(),
                postgres.port(),
                servicePorts,
                folder.port("scoring-grpc"),
                folder.annotators());
        var processes = new ArrayList<SupervisedChild>();
        for (var service : services) {
            int port = servicePorts.get(service);
            var process = new ServiceProcess(
                    installation,
                    service,
                    folder.log(service.moduleName()),
                    port,
                    environment.of(service, options.environment()));
            processes.add(child(service.moduleName(), process, port));
        }
        return processes;
    }

    private SupervisedChild child(String name, Server server, int port) {
        return new SupervisedChild(name, server, port, folder.log(name), listener);
    }

    private void startTogether(List<SupervisedChild> stage) {
        synchronized (this) {
            if (stopping) {
                throw new LocalStackException("stopped while starting");
            }
            children.addAll(stage);
            stages.push(stage);
        }
        all(stage, SupervisedChild::start).join();
    }

    private static CompletableFuture<Void> all(List<SupervisedChild> stage, Consumer<SupervisedChild> action) {
        return CompletableFuture.allOf(stage.stream()
                .map(child -> CompletableFuture.runAsync(
                        () -> action.accept(child), work -> new Thread(work, "flames-" + child.name()).start()))
                .toArray(CompletableFuture[]::new));
    }

    /** What people open: the gateway. */
    public URI url() {
        return URI.create("http://localhost:" + (gateway == null ? options.port() : gateway.port()));
    }

    /** The base URL of the sample targets, with {@code /v1}; empty when they are not served. Kept from start to start. */
    public Optional<URI> sampleTargetsUrl() {
        return Optional.ofNullable(sampleTargets).map(SampleTargets::baseUrl);
    }

    /** host:port of Kafka. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The JDBC URL of a service's database; user and password are those of {@link Postgres}. */
    public String jdbcUrl(Service service) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + service.database();
    }

    /** Where the passwords of those who may label are; empty when nobody labels here, or by the person's own users file. */
    public Optional<Path> passwordsFile() {
        return hasOwnUsers() ? Optional.of(folder.annotators().passwordsFile()) : Optional.empty();
    }

    /** Passwords of those who may label by name; empty once the file was deleted. */
    public Map<String, String> passwords() {
        return hasOwnUsers() ? folder.annotators().passwords() : Map.of();
    }

    private boolean hasOwnUsers() {
        return options.labelling() && !options.environment().containsKey(ServiceEnvironment.USERS_FILE);
    }

    /** Where the children's logs are. */
    public Path logs() {
        return folder.logs();
    }

    /** Every child process at this moment, in the order they were started. */
    public synchronized List<ChildStatus> childStatus() {
        return children.stream().map(SupervisedChild::status).toList();
    }

    /** Returns when the stack has been stopped. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Stops all in reverse order, each within its bound; the data stay. Safe to call twice. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            // The hook itself is at work.
        }
    }

    private void stop() {
        synchronized (this) {
            if (stopping) {
                return;
            }
            stopping = true;
        }
        listener.on(new StackEvent.Stopping());
        try {
            if (gateway != null) {
                gateway.close();
            }
            while (!stages.isEmpty()) {
                all(stages.pop(), SupervisedChild::stop).join();
            }
            closeVertx();
        } finally {
            folder.close();
            stopped.countDown();
        }
    }

    private void closeVertx() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(VERTX_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException late) {
            // Its threads end with this JVM.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
