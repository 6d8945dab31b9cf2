package io.flames.local.servers;

import io.flames.local.process.FreePorts;
import io.flames.local.process.LocalStackException;
import io.flames.local.process.Programs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * Both servers in containers (Testcontainers, whose reaper removes them however the tests end). Host ports are chosen by
 * us and fixed, so that a container that was killed and started again is found where it was.
 */
final class ContainerBackend implements TestBackend {
    private static final int KAFKA_PORT = 9092;
    private static final int POSTGRES_PORT = 5432;
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final WaitStrategy KAFKA_SERVES =
            Wait.forLogMessage(".*Kafka Server started.*", 1).withStartupTimeout(READY_WITHIN);
    private static final WaitStrategy POSTGRES_SERVES =
            Wait.forLogMessage(".*listening on IPv4 address \"0.0.0.0\".*", 1).withStartupTimeout(READY_WITHIN);

    private final int brokerPort = FreePorts.next();
    private final int postgresPort = FreePorts.next();
    private final GenericContainer<?> broker = broker(brokerPort);
    private final GenericContainer<?> postgres = postgres(postgresPort);

    /** Whether a container engine answers. */
    static boolean isThere() {
        return Programs.succeeds(List.of("docker", "info"));
    }

    private static GenericContainer<?> broker(int port) {
        return fixedPort(new GenericContainer<>(DockerImageName.parse("apache/kafka:4.3.1")), port, KAFKA_PORT)
                .withEnv(Map.ofEntries(
                        Map.entry("KAFKA_NODE_ID", "1"),
                        Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                        Map.entry("KAFKA_LISTENERS", "PLAINTEXT://:9092,CONTROLLER://:9093"),
                        Map.entry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:" + port),
                        Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                        Map.entry("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT"),
                        Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
                        Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                        Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
                        Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
                        Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
                        Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")))
                .waitingFor(KAFKA_SERVES);
    }

    private static GenericContainer<?> postgres(int port) {
        return fixedPort(new GenericContainer<>(DockerImageName.parse("postgres:17")), port, POSTGRES_PORT)
                .withEnv(Map.of("POSTGRES_USER", Postgres.USER, "POSTGRES_PASSWORD", Postgres.PASSWORD))
                .withCommand("postgres", "-c", "max_connections=200", "-c", "fsync=off")
                .waitingFor(POSTGRES_SERVES);
    }

    private static GenericContainer<?> fixedPort(GenericContainer<?> container, int hostPort, int port) {
        container.setPortBindings(List.of("127.0.0.1:" + hostPort + ":" + port));
        return container;
    }

    @Override
    public void start() {
        var startingBroker = CompletableFuture.runAsync(broker::start);
        postgres.start();
        startingBroker.join();
        createTopics();
    }

    @Override
    public void stop() {
        broker.stop();
        postgres.stop();
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    @Override
    public int postgresPort() {
        return postgresPort;
    }

    @Override
    public void killBroker() {
        kill(broker);
    }

    @Override
    public void startBroker() {
        startAgain(broker);
        createTopics();
    }

    @Override
    public void killPostgres() {
        kill(postgres);
    }

    @Override
    public void startPostgres() {
        startAgain(postgres);
        new Databases(postgresPort).awaitServer(READY_WITHIN);
    }

    private static void kill(GenericContainer<?> container) {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    /** The same container, with its data, ports and environment. */
    private static void startAgain(GenericContainer<?> container) {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    /** Also the proof that the broker serves. */
    private void createTopics() {
        try {
            BrokerMain.createMissingTopics(bootstrapServers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while topics were created", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new LocalStackException("cannot create the topics: " + e.getMessage(), e);
        }
    }
}
