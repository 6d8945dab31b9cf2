package io.flames.local.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Topics;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Both servers as a user of the test resource sees them. */
class ServersIT {
    private static TestServers servers;

    @BeforeAll
    static void start() {
        servers = TestServers.start();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Test
    void everyTopicIsThereAsDeclared() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
            var names = Topics.all().stream().map(Topics.TopicSpec::name).toList();
            var partitions = admin.describeTopics(names).allTopicNames().get(30, TimeUnit.SECONDS).values().stream()
                    .collect(Collectors.toMap(
                            TopicDescription::name, topic -> topic.partitions().size()));
            var expected = Topics.all().stream()
                    .collect(Collectors.toMap(Topics.TopicSpec::name, Topics.TopicSpec::partitions));
            assertThat(partitions).isEqualTo(expected);

            var responses = new ConfigResource(ConfigResource.Type.TOPIC, Topics.RESPONSES);
            var config = admin.describeConfigs(List.of(responses))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get(responses);
            assertThat(config.get("retention.ms").value()).isEqualTo("-1");
            assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
        }
    }

    /** Without retries: a partition that has no leader yet is a failure, not a wait. */
    @Test
    void everyPartitionTakesItsFirstRecordAtOnce() throws Exception {
        Map<String, Object> settings =
                Map.of("acks", "all", "enable.idempotence", "false", "retries", "0", "max.block.ms", "30000");
        for (int start = 0; start < 3; start++) {
            try (var others = TestServers.start();
                    var producer = producer(others, settings)) {
                var sent = new ArrayList<Future<?>>();
                for (var topic : Topics.all()) {
                    for (int partition = 0; partition < topic.partitions(); partition++) {
                        sent.add(producer.send(new ProducerRecord<>(topic.name(), partition, "key", "value")));
                    }
                }
                for (Future<?> each : sent) {
                    each.get(60, TimeUnit.SECONDS);
                }
            }
        }
    }

    @Test
    void aKilledBrokerComesBackWithItsRecords() throws Exception {
        send("before");

        servers.killBroker();
        servers.startBroker();

        send("after");
        assertThat(recordsOf(Topics.LABELS, 2)).containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void aKilledPostgresComesBackWithItsRows() throws SQLException {
        servers.freshDatabase("flames_kept");
        execute("flames_kept", "create table kept (name text)");
        execute("flames_kept", "insert into kept values ('道德')");

        servers.killPostgres();
        servers.startPostgres();

        assertThat(names("flames_kept")).containsExactly("道德");
    }

    @Test
    void aFreshDatabaseForgetsAndEndsOldConnections() throws SQLException {
        servers.freshDatabase("flames_fresh");
        execute("flames_fresh", "create table kept (name text)");
        try (var old = DriverManager.getConnection(servers.jdbcUrl("flames_fresh"), TestServers.USER, "flames")) {
            servers.freshDatabase("flames_fresh");

            assertThat(old.isValid(5)).isFalse();
        }
        execute("flames_fresh", "create table kept (name text)");
    }

    @Test
    void nothingIsLeftWhenTheParentIsKilled() {
        var others = TestServers.start();
        var family = others.process().descendants().toList();
        assertThat(family)
                .as("broker, wrapper and watch of Postgres, postmaster and its backends")
                .hasSizeGreaterThan(7);

        others.process().destroyForcibly();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(family)
                .filteredOn(ProcessHandle::isAlive)
                .extracting(process -> process.info().commandLine().orElse("?"))
                .isEmpty());
    }

    private static void send(String value) throws Exception {
        try (var producer = producer(servers, Map.of("acks", "all"))) {
            producer.send(new ProducerRecord<>(Topics.LABELS, value, value)).get(60, TimeUnit.SECONDS);
        }
    }

    private static KafkaProducer<String, String> producer(TestServers at, Map<String, Object> settings) {
        var all = new HashMap<>(settings);
        all.put("bootstrap.servers", at.bootstrapServers());
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    private static List<String> recordsOf(String topic, int count) {
        var properties = new Properties();
        properties.put("bootstrap.servers", servers.bootstrapServers());
        properties.put("group.id", "kept");
        properties.put("auto.offset.reset", "earliest");
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    values.add(each.value());
                }
                return values.size() >= count;
            });
        }
        return values;
    }

    private static void execute(String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(servers.jdbcUrl(database), TestServers.USER, "flames");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> names(String database) throws SQLException {
        var names = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(servers.jdbcUrl(database), TestServers.USER, "flames");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select name from kept")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
