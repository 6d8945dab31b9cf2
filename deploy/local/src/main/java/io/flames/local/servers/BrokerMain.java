package io.flames.local.servers;

import io.flames.contracts.Topics;
import io.flames.local.process.StdinWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and controller in one JVM: formats its data folder once, starts, creates the topics of
 * {@link Topics#all()} that are missing, prints {@link #READY}, and stops when its standard input closes.
 *
 * <p>Arguments: data folder, broker port, controller port. Durability is Kafka's own on one node: what was acknowledged
 * is in the page cache and survives a kill of the process; a power cut may take the last moments.
 */
public final class BrokerMain {
    /** Printed on a line of its own when all topics are there and take records. */
    static final String READY = "FLAMES broker ready";

    private static final int NODE_ID = 1;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    /** Held as long as this JVM lives. */
    private static @Nullable FileLock folderLock;

    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        StdinWatch.exitAtEnd(STOP_WITHIN);
        var data = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        var config = config(data, port, Integer.parseInt(args[2]));
        awaitFolder(data);
        format(data);
        var server = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "flames-broker-stop"));
        server.startup();
        createMissingTopics("127.0.0.1:" + port);
        System.out.println(READY);
        server.awaitShutdown();
    }

    /** The controller's port may differ at each start: the quorum is this one node, and it is told here each time. */
    static Map<String, String> config(Path data, int port, int controllerPort) {
        var broker = "BROKER://127.0.0.1:" + port;
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", String.valueOf(NODE_ID)),
                Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort),
                Map.entry("listeners", broker + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", broker),
                Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("log.dirs", data.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("min.insync.replicas", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "5"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "5"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "5"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // A year: a stack that was off over a holiday must find its consumers where they stopped.
                Map.entry("offsets.retention.minutes", "525600"),
                // After a kill the broker may register again only when the old registration has run out.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"),
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                Map.entry("telemetry.max.bytes", "1048576"));
    }

    /** A broker whose parent was killed may still be closing its logs: Kafka itself would give up at once. */
    private static void awaitFolder(Path data) throws IOException {
        Files.createDirectories(data.getParent());
        folderLock = FileChannel.open(
                        data.resolveSibling(data.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)
                .lock();
    }

    private static void format(Path data) throws Exception {
        Files.createDirectories(data);
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(data.toString()))
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setIgnoreFormatted(true)
                .run();
    }

    /**
     * Returns when every partition is led. A created topic is known before its partitions are led, and what a producer
     * sends between the two can be lost: the first batch is refused, the second is taken, and the first is then out of
     * order until its delivery times out (KAFKA-15591).
     */
    static void createMissingTopics(String bootstrap)
            throws InterruptedException, ExecutionException, TimeoutException {
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        try (var admin = Admin.create(properties)) {
            var present = admin.listTopics().names().get(1, TimeUnit.MINUTES);
            var missing = Topics.all().stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .map(BrokerMain::newTopic)
                    .toList();
            admin.createTopics(missing).all().get(1, TimeUnit.MINUTES);
            // Answered by a leader only, and asked again until there is one.
            admin.listOffsets(partitions()).all().get(1, TimeUnit.MINUTES);
        }
    }

    private static Map<TopicPartition, OffsetSpec> partitions() {
        return Topics.all().stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    }

    private static NewTopic newTopic(Topics.TopicSpec topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) 1)
                .configs(Map.of("cleanup.policy", "delete", "retention.ms", String.valueOf(topic.retentionMs())));
    }
}
