package io.flames.generation;

import static io.flames.generation.support.RunEvents.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Topics;
import io.flames.generation.support.ScoringPeer;
import io.flames.generation.support.ScriptedTarget;
import io.flames.generation.support.ScriptedTarget.Reply;
import io.flames.generation.support.TopicReader;
import io.flames.local.test.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scoring that is away, and scoring that refuses. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_generation"))
@QuarkusTestResource(ScoringPeer.class)
class ScoringFaultsIT extends Collecting {
    @Test
    void scoringThatIsAwayDelaysAndLosesNothing() {
        try (var target = new ScriptedTarget(call -> Reply.ok("好"))) {
            ScoringPeer.silent(true);
            addTarget(name, target, Map.of("follows", List.of(name)));
            publisher.publish(name, 1, 30);
            var id = awaitRun(name, "FINISHED").getString("id");
            await().atMost(PATIENCE).until(() -> ScoringPeer.receivedOf(id) == 30);

            ScoringPeer.kill();
            ScoringPeer.received().clear();
            ScoringPeer.silent(false);
            ScoringPeer.open();

            await().atMost(PATIENCE).until(() -> ScoringPeer.receivedOf(id) == 30);
        } finally {
            ScoringPeer.silent(false);
        }
    }

    @Test
    void aRequestThatScoringRefusesGoesToTheDeadLetterTopic() {
        try (var target = new ScriptedTarget(call -> Reply.ok("REFUSE-THIS-REQUEST"));
                var letters = new TopicReader(bootstrapServers, Topics.deadLetterOf(Topics.RESPONSES))) {
            addTarget(name, target, Map.of("follows", List.of(name)));
            publisher.publish(name, 1, 1);
            var id = awaitRun(name, "FINISHED").getString("id");

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(letters.read(record -> true).stream()
                            .filter(record -> runOf(record.value()).equals(id))
                            .map(record -> header(record, "dead-letter-reason")))
                    .containsExactly("scoring refuses it: response: is refused by the test"));
        }
    }
}
