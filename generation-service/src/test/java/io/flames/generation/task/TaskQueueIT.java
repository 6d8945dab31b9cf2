package io.flames.generation.task;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Topics;
import io.flames.generation.client.CallResult.Answer;
import io.flames.generation.client.Outcome;
import io.flames.generation.outbox.OutboxEvent;
import io.flames.generation.support.ReleasePublisher;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas of the queue against a real Postgres, with nobody else leasing. */
@QuarkusTest
@TestProfile(TaskQueueIT.NobodyWorks.class)
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation_queue"))
class TaskQueueIT {
    private static final Duration ALIVE = Duration.ofSeconds(30);
    private static final long LEASE_MS = 60_000;
    private final UUID a = UUID.randomUUID();
    private final UUID b = UUID.randomUUID();

    @Inject
    TaskQueue queue;

    @Inject
    Pool database;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    private String name = "";
    private UUID targetId = a;

    public static class NobodyWorks implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "flames.generation.tasks.enabled", "false",
                    "flames.generation.scoring.enabled", "false",
                    "mp.messaging.incoming.prompt-releases.group.id", "queue-" + UUID.randomUUID());
        }
    }

    @BeforeEach
    void name() {
        name = "queue-" + Long.toString(System.nanoTime(), 36);
    }

    @Test
    void theTasksOfADeadReplicaAreTakenOverAndItsLateResultsRefused() {
        run(3, Map.of());
        var lost = lease(a, 3).leases();
        assertThat(lost).hasSize(3);
        assertThat(lease(b, 3).leases()).isEmpty();

        join(queue.leave(a));
        var taken = lease(b, 3).leases();

        assertThat(taken).hasSize(3).allMatch(lease -> lease.token() == 2 && lease.attempts() == 2);
        assertThat(store(lost)).isZero();
        assertThat(store(taken)).isEqualTo(3);
        assertThat(store(taken)).isZero();
        assertThat(
                        count(
                                "SELECT count(*) FROM run WHERE remaining = 0 AND answered = 3 AND calls = 6 AND target_id = $1"))
                .isEqualTo(1);
    }

    @Test
    void aLeaseThatRanOutIsTakenOver() {
        run(1, Map.of());
        assertThat(join(queue.lease(targetId, a, ALIVE, 1, 1, List.of())).leases())
                .hasSize(1);

        await().atMost(Duration.ofSeconds(10)).until(() -> lease(b, 1).leases().size() == 1);
    }

    @Test
    void leasesOfAllReplicasStayWithinTheTargetsConcurrency() {
        run(50, Map.of("maxConcurrency", 5));

        var first = lease(a, 3).leases();
        var second = lease(b, 10);

        assertThat(first).hasSize(3);
        assertThat(second.leases()).hasSize(2);
        assertThat(second.waitMs()).isPositive();
        assertThat(store(first)).isEqualTo(3);
        assertThat(lease(b, 10).leases()).hasSize(3);
    }

    @Test
    void callsThatHaveEndedTakeUpNoConcurrencyStoredOrNot() {
        run(50, Map.of("maxConcurrency", 4));
        var first = lease(a, 4).leases();
        assertThat(lease(a, 4).leases()).isEmpty();

        var second = join(queue.lease(targetId, a, ALIVE, 4, LEASE_MS, first.subList(0, 3)));
        assertThat(second.leases()).hasSize(3);

        assertThat(store(first.subList(0, 3))).isEqualTo(3);
        assertThat(join(queue.lease(targetId, a, ALIVE, 4, LEASE_MS, first.subList(0, 3)))
                        .leases())
                .isEmpty();
        assertThat(join(queue.lease(targetId, b, ALIVE, 4, LEASE_MS, first)).leases())
                .isEmpty();
    }

    @Test
    void manyLeasesAtOnceNeverExceedTheLimitNorOverlap() {
        run(200, Map.of("maxConcurrency", 40));
        var asked = new ArrayList<Future<TaskQueue.Batch>>();
        for (int i = 0; i < 20; i++) {
            asked.add(queue.lease(targetId, i % 2 == 0 ? a : b, ALIVE, 7, LEASE_MS, List.of()));
        }

        var positions = new ArrayList<Integer>();
        asked.forEach(batch -> join(batch).leases().forEach(lease -> positions.add(lease.position())));

        assertThat(positions).hasSize(40);
        assertThat(new HashSet<>(positions)).hasSize(40);
    }

    @Test
    void requestsAMinuteHoldAcrossReplicas() {
        run(50, Map.of("requestsPerMinute", 60));

        var first = lease(a, 10);
        var second = lease(b, 10);

        assertThat(first.leases()).hasSize(1);
        assertThat(second.leases()).isEmpty();
        assertThat(second.waitMs()).isBetween(1L, 1000L);
    }

    @Test
    void aBudgetIsNeverExceeded() {
        run(50, Map.of("budget", Map.of("maxCalls", 4)));

        assertThat(lease(a, 3).leases()).hasSize(3);
        assertThat(lease(b, 3).leases()).hasSize(1);
        assertThat(lease(b, 3).leases()).isEmpty();
    }

    @Test
    void whatIsGivenBackComesAgainAfterItsDelay() {
        run(1, Map.of());
        var lease = lease(a, 1).leases().get(0);
        join(queue.giveBack(List.of(new TaskResult.GivenBack(lease, Duration.ofMillis(800), 1, true))));

        var early = lease(b, 1);
        assertThat(early.leases()).isEmpty();
        assertThat(early.waitMs()).isBetween(1L, 800L);
        await().atMost(Duration.ofSeconds(10)).until(() -> !lease(b, 1).leases().isEmpty());
    }

    @Test
    void leasesWhoseReplyWasLostAreGivenBack() {
        run(4, Map.of());
        var known = lease(a, 1).leases();
        assertThat(lease(a, 3).leases()).hasSize(3);

        join(queue.giveBackUnknown(targetId, a, known));

        assertThat(lease(b, 4).leases())
                .hasSize(3)
                .noneMatch(lease -> lease.position() == known.get(0).position());
        assertThat(store(known)).isEqualTo(1);
    }

    private void run(int prompts, Map<String, ?> settings) {
        var body = new HashMap<String, Object>(settings);
        body.put("name", name);
        body.put("baseUrl", "http://127.0.0.1:9");
        body.put("model", "m");
        targetId = UUID.fromString(given().contentType("application/json")
                .body(body)
                .post("/api/v1/targets")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id"));
        try (var publisher = new ReleasePublisher(bootstrapServers)) {
            publisher.publish(name, 1, prompts);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().contentType("application/json")
                                .body(Map.of("target", name, "release", name + "@1"))
                                .post("/api/v1/runs")
                                .statusCode()
                        == 201);
    }

    private TaskQueue.Batch lease(UUID worker, int want) {
        return join(queue.lease(targetId, worker, ALIVE, want, LEASE_MS, List.of()));
    }

    private int store(List<TaskLease> leases) {
        var answer = new Answer(Outcome.ANSWERED, "好", false, "stop", "m", 1, 1, "");
        var ended = leases.stream()
                .map(lease -> new TaskResult.Ended(
                        lease,
                        answer,
                        5,
                        new OutboxEvent(
                                Topics.RESPONSES,
                                lease.runId() + "/" + lease.position(),
                                UUID.randomUUID(),
                                new byte[0])))
                .toList();
        return join(queue.store(ended, Topics.RESPONSES)).count();
    }

    private long count(String sql) {
        return join(database.preparedQuery(sql).execute(Tuple.of(targetId)))
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
