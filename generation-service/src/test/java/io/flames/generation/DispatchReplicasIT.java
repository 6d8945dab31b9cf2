package io.flames.generation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Topics;
import io.flames.generation.support.CollectedResponses;
import io.flames.generation.support.ScoringPeers;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Responses go to three replicas of scoring: one is killed, one has a full queue again and again. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(value = ScoringPeers.class, restrictToAnnotatedClass = true)
class DispatchReplicasIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HALF = 2000;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    @Test
    void everyResponseIsAcknowledgedAndOnlyThenCommitted() throws Exception {
        var sent = publish(HALF);
        await().atMost(PATIENCE).until(() -> acknowledged(sent).size() == sent.size());
        for (int replica = 0; replica < ScoringPeers.REPLICAS - 1; replica++) {
            assertThat(ScoringPeers.acknowledged(replica)).hasSizeGreaterThan(HALF / 5);
        }

        // What it takes from now on stays unanswered, and so uncommitted, until it is dead.
        ScoringPeers.silent(0);
        sent.addAll(publish(HALF));
        await().atMost(PATIENCE).until(() -> acknowledged(sent).size() > HALF + HALF / 4);
        assertThat(acknowledged(sent)).hasSizeLessThan(2 * HALF);
        assertThat(uncommitted()).isPositive();
        ScoringPeers.kill(0);

        await().atMost(PATIENCE).until(() -> acknowledged(sent).size() == sent.size());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(uncommitted())
                .as(() -> given().get("/q/metrics")
                        .asString()
                        .lines()
                        .filter(line -> line.contains("dispatch"))
                        .collect(Collectors.joining("; ")))
                .isZero());
        assertThat(ScoringPeers.refusals(ScoringPeers.REPLICAS - 1)).isPositive();
        assertThat(given().get("/q/metrics").asString())
                .containsPattern("flames_generation_dispatch_throttled_total(\\{[^}]*})? [1-9]");
    }

    private Set<String> publish(int responses) {
        return CollectedResponses.publish(bootstrapServers, UUID.randomUUID().toString(), responses);
    }

    /** Of these; the topic has responses of other tests, too. */
    private static Set<String> acknowledged(Set<String> sent) {
        return IntStream.range(0, ScoringPeers.REPLICAS)
                .mapToObj(ScoringPeers::acknowledged)
                .flatMap(Set::stream)
                .filter(sent::contains)
                .collect(Collectors.toSet());
    }

    /** Responses that a successor would read again. */
    private long uncommitted() throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            var partitions = admin.describeTopics(Set.of(Topics.RESPONSES))
                    .allTopicNames()
                    .get()
                    .get(Topics.RESPONSES)
                    .partitions();
            var ends = admin.listOffsets(partitions.stream()
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(Topics.RESPONSES, partition.partition()),
                                    partition -> OffsetSpec.latest())))
                    .all()
                    .get();
            var positions = admin.listConsumerGroupOffsets("flames-dispatch-default")
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.entrySet().stream()
                    .mapToLong(end -> end.getValue().offset() - positionOf(positions.get(end.getKey())))
                    .sum();
        }
    }

    private static long positionOf(@Nullable OffsetAndMetadata position) {
        return position == null ? 0 : position.offset();
    }
}
