package io.flames.prompt.outbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.flames.contracts.Topics;
import io.flames.contracts.prompt.v1.PromptIncluded;
import io.flames.contracts.prompt.v1.PromptReleaseEvent;
import io.flames.contracts.prompt.v1.ReleasePublished;
import io.flames.local.test.ServersResource;
import io.flames.prompt.Lines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What is committed reaches Kafka whole and in order, whatever dies on the way. */
@QuarkusTest
@QuarkusTestResource(value = ServersResource.class, initArgs = @ResourceArg(name = "database", value = "flames_prompt"))
class RelayIT {
    private static final Duration AT_MOST = Duration.ofSeconds(120);
    private static final int LARGE = 20_000;

    @Inject
    Pool pool;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void aReleaseIsItsPromptsInOrderAndThenItsClose() throws Exception {
        var release = publish(60);

        var events = eventsUntilSent(release);

        assertThat(events).hasSize(61);
        isWhole(release, events);
        var first = events.get(0);
        assertThat(header(first, "ce_type")).isEqualTo("flames.prompt.v1.PromptIncluded");
        assertThat(header(first, "ce_source")).isEqualTo("/prompt-service");
        assertThat(header(events.get(60), "ce_type")).isEqualTo("flames.prompt.v1.ReleasePublished");
        PromptIncluded prompt = parse(first).getPromptIncluded();
        assertThat(prompt.getPosition()).isZero();
        assertThat(prompt.getText()).contains("个问题");
        ReleasePublished close = parse(events.get(60)).getReleasePublished();
        assertThat(close.getSetName() + "@" + close.getNumber()).isEqualTo(release.name());
        assertThat(close.getDigest()).isEqualTo(release.digest());
    }

    @Test
    void survivesTheDeathOfTheBroker() throws Exception {
        var release = publishAndInterrupt(() -> ServersResource.servers().killBroker());
        assertThat(pending(release)).isEqualTo(1);

        ServersResource.servers().startBroker();

        isWhole(release, eventsUntilSent(release));
    }

    @Test
    void survivesTheLossOfItsConnectionHalfWay() throws Exception {
        var release = publishAndInterrupt(
                () -> pool.query("select pg_terminate_backend(pid) from pg_stat_activity where pid in"
                                + " (select pid from pg_locks where locktype = 'advisory' and granted)")
                        .execute()
                        .await()
                        .atMost(AT_MOST));

        var events = eventsUntilSent(release);

        isWhole(release, events);
        assertThat(events.size()).as("sent again from the start").isGreaterThan(LARGE + 1);
    }

    @Test
    void twoPublishersMeetOnOneRelease() throws Exception {
        String set = importSet(500);
        var together = new CountDownLatch(1);
        var publishers = Executors.newFixedThreadPool(4);
        try {
            var answers = IntStream.range(0, 4)
                    .mapToObj(i -> publishers.submit(() -> {
                        together.await();
                        return given().post("/api/v1/sets/" + set + "/releases").statusCode();
                    }))
                    .toList();
            together.countDown();
            var statuses = new ArrayList<Integer>();
            for (var answer : answers) {
                statuses.add(answer.get(60, TimeUnit.SECONDS));
            }
            assertThat(statuses).containsExactlyInAnyOrder(201, 200, 200, 200);
        } finally {
            publishers.shutdownNow();
        }
        assertThat(given().get("/api/v1/releases?set=" + set).jsonPath().getList("items"))
                .hasSize(1);
    }

    @Test
    void aReleaseCannotBeChanged() throws Exception {
        var release = publish(3);
        for (String change : List.of(
                "update release_prompt set text = 'x' where release_id = $1",
                "delete from release_prompt where release_id = $1",
                "update release set digest = digest where id = $1",
                "delete from release_count where release_id = $1")) {
            var refused = pool.preparedQuery(change)
                    .execute(Tuple.of(release.id()))
                    .onItem()
                    .transform(rows -> "done")
                    .onFailure()
                    .recoverWithItem(Throwable::getMessage)
                    .await()
                    .atMost(AT_MOST);
            assertThat(refused).contains("is immutable");
        }
    }

    private record Published(UUID id, String name, String digest, int prompts) {}

    private static String importSet(int prompts) {
        String set = "relay-" + UUID.randomUUID().toString().substring(0, 13);
        given().contentType("application/x-ndjson")
                .body(Lines.valid(0, prompts).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sets/" + set + "/imports?createSet=true")
                .then()
                .statusCode(200);
        return set;
    }

    private static Published publish(int prompts) {
        return publish(importSet(prompts), prompts);
    }

    private static Published publish(String set, int prompts) {
        var answer = given().post("/api/v1/sets/" + set + "/releases")
                .then()
                .statusCode(201)
                .extract();
        return new Published(UUID.fromString(answer.path("id")), answer.path("name"), answer.path("digest"), prompts);
    }

    /** Publishes a large release and does the damage as soon as its first records can be read. */
    private Published publishAndInterrupt(Runnable damage) throws Exception {
        String set = importSet(LARGE);
        try (var consumer = consumer()) {
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
            var release = publish(set, LARGE);
            await().atMost(AT_MOST)
                    .until(() -> !consumer.poll(Duration.ofMillis(20)).isEmpty());
            damage.run();
            return release;
        }
    }

    private long pending(Published release) {
        return pool.preparedQuery("select count(*) from outbox where release_id = $1")
                .execute(Tuple.of(release.id()))
                .await()
                .atMost(AT_MOST)
                .iterator()
                .next()
                .getLong(0);
    }

    /** Everything under the release's key, read after its outbox row has gone. */
    private List<ConsumerRecord<String, byte[]>> eventsUntilSent(Published release) {
        await().atMost(AT_MOST).until(() -> pending(release) == 0);
        var events = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = consumer()) {
            var ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(release.id().toString())) {
                        events.add(record);
                    }
                });
            }
        }
        return events;
    }

    private KafkaConsumer<String, byte[]> consumer() {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(Topics.PROMPT_RELEASES).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /**
     * A reader that follows the topic has, at the first close it meets, every prompt; the records are of one partition;
     * and the last attempt is complete and in order.
     */
    private static void isWhole(Published release, List<ConsumerRecord<String, byte[]>> events) throws Exception {
        assertThat(events.stream().map(ConsumerRecord::partition).distinct()).hasSize(1);
        var seen = new HashSet<Integer>();
        var ids = new HashSet<String>();
        for (var record : events) {
            PromptReleaseEvent event = parse(record);
            if (event.hasPromptIncluded()) {
                seen.add(event.getPromptIncluded().getPosition());
                ids.add(event.getPromptIncluded().getPromptId());
            } else {
                assertThat(seen).as("prompts before the close").hasSize(release.prompts());
                assertThat(event.getReleasePublished().getPromptCount()).isEqualTo(release.prompts());
            }
        }
        assertThat(ids).hasSize(release.prompts());
        var lastAttempt = events.subList(events.size() - release.prompts() - 1, events.size());
        for (int i = 0; i < release.prompts(); i++) {
            assertThat(parse(lastAttempt.get(i)).getPromptIncluded().getPosition())
                    .isEqualTo(i);
        }
        assertThat(parse(lastAttempt.get(release.prompts())).hasReleasePublished())
                .isTrue();
    }

    private static PromptReleaseEvent parse(ConsumerRecord<String, byte[]> record)
            throws InvalidProtocolBufferException {
        return PromptReleaseEvent.parseFrom(record.value());
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
