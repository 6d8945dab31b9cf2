package io.flames.generation.dispatch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Topics;
import io.flames.contracts.scoring.v1.PromotionReason;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.ScorerPromoted;
import io.flames.contracts.scoring.v1.ScorerShadowStarted;
import io.flames.contracts.scoring.v1.ScorerShadowStopped;
import io.flames.contracts.scoring.v1.ScorerVersion;
import io.flames.generation.support.CollectedResponses;
import io.flames.generation.support.ScoringPeer;
import io.flames.local.test.ServersResource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A scorer is promoted, two others shadow it, one of them is promoted and rolled back: who is asked about what. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(ScoringPeer.class)
class ShadowIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ScorerVersion FIRST = version(1);
    private static final ScorerVersion NEXT = version(2);
    private static final ScorerVersion OTHER = version(3);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers = "";

    @Inject
    ResponseDispatcher dispatcher;

    @Test
    void shadowsScoreBesideThePromotedVersionAndNeverHoldItUp() throws Exception {
        var before = new Run(300);
        tell(promoted(FIRST, PromotionReason.PROMOTION_REASON_INITIAL));
        var live = new Run(20);
        live.awaitScoredBy(FIRST);

        // A shadow with history is asked about all, from the first on.
        tell(ScorerEvent.newBuilder()
                .setScorerShadowStarted(
                        ScorerShadowStarted.newBuilder().setScorerVersion(NEXT).setFromBeginning(true))
                .build());
        before.awaitScoredBy(NEXT);
        live.awaitScoredBy(NEXT);

        // One without is asked about what comes from now on.
        tell(ScorerEvent.newBuilder()
                .setScorerShadowStarted(ScorerShadowStarted.newBuilder().setScorerVersion(OTHER))
                .build());
        await().atMost(PATIENCE).until(() -> isKnown("flames-dispatch-" + OTHER.getScorerVersionId() + "-live"));
        var later = new Run(20);
        later.awaitScoredBy(OTHER);
        assertThat(before.scoredBy(OTHER)).isEmpty();

        // A shadow that fails holds up nobody else, and goes on where it was.
        ScoringPeer.failing(label(NEXT));
        var meanwhile = new Run(1000);
        meanwhile.awaitScoredBy(FIRST);
        meanwhile.awaitScoredBy(OTHER);
        assertThat(meanwhile.scoredBy(NEXT)).isEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(given().get("/q/metrics").asString())
                        .containsPattern("flames_generation_shadow_lag\\{scorer=\"shadow-it@2\"[^}]*} [1-9]"));
        ScoringPeer.well(label(NEXT));
        meanwhile.awaitScoredBy(NEXT);

        // Promotion: the live responses are its own from now on.
        tell(promoted(NEXT, PromotionReason.PROMOTION_REASON_GATE));
        var retired = settled(NEXT, FIRST);

        // Rollback: the version before judges what it missed, too.
        tell(promoted(FIRST, PromotionReason.PROMOTION_REASON_ROLLBACK));
        retired.awaitScoredBy(FIRST);
        new Run(20).awaitScoredBy(FIRST);

        // All that is known is known after a restart.
        dispatcher.stop(new ShutdownEvent());
        var down = new Run(20);
        dispatcher.start(new StartupEvent());
        down.awaitScoredBy(FIRST);
        down.awaitScoredBy(OTHER);

        tell(ScorerEvent.newBuilder()
                .setScorerShadowStopped(ScorerShadowStopped.newBuilder().setScorerVersion(OTHER))
                .build());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(given().get("/q/metrics").asString())
                        .doesNotContain("flames_generation_shadow_lag{scorer=\"shadow-it@3\""));
    }

    /** Runs until one is judged by the new version alone: the old one's dispatch ends a moment after the event. */
    private Run settled(ScorerVersion promoted, ScorerVersion retired) {
        var last = new Run[1];
        await().atMost(PATIENCE).until(() -> {
            last[0] = new Run(20);
            last[0].awaitScoredBy(promoted);
            return last[0].scoredBy(retired).isEmpty();
        });
        return last[0];
    }

    private boolean isKnown(String group) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            return !admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .isEmpty();
        }
    }

    private static ScorerVersion version(int number) {
        return ScorerVersion.newBuilder()
                .setScorerVersionId(UUID.randomUUID().toString())
                .setName("shadow-it")
                .setVersion(number)
                .setDigest("0".repeat(64))
                .build();
    }

    private static String label(ScorerVersion version) {
        return version.getName() + "@" + version.getVersion();
    }

    private static ScorerEvent promoted(ScorerVersion version, PromotionReason reason) {
        return ScorerEvent.newBuilder()
                .setScorerPromoted(
                        ScorerPromoted.newBuilder().setScorerVersion(version).setReason(reason))
                .build();
    }

    private void tell(ScorerEvent event) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.SCORERS, "scorer", event.toByteArray()));
        }
    }

    /** Responses of a run that have just been collected. */
    private final class Run {
        private final String id = UUID.randomUUID().toString();
        private final Set<String> responses;

        Run(int size) {
            responses = CollectedResponses.publish(bootstrapServers, id, size);
        }

        Set<String> scoredBy(ScorerVersion version) {
            return ScoringPeer.scoredOf(id, label(version));
        }

        void awaitScoredBy(ScorerVersion version) {
            await().atMost(PATIENCE).until(() -> scoredBy(version).equals(responses));
        }
    }
}
