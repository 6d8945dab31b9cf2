package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.scoring.v1.ClassProbability;
import io.flames.contracts.scoring.v1.ResponseScored;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.UnscorableReason;
import io.flames.scoring.served.ServedScorer.Refused;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ensembles of onnx scorers, over real gRPC. */
@QuarkusTest
@TestProfile(EnsembleProfile.class)
class EnsembleIT {
    @Inject
    ServedScorers served;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private ScoringClient client;

    @BeforeEach
    void connect() {
        for (String name : List.of("same", "mixed")) {
            await(name)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> served.find(name).orElseThrow().state() instanceof Serving);
        }
        client = new ScoringClient(port);
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    @Test
    void membersOfOneMindDoNotDisagree() throws Exception {
        var alone = score("onnx-heads");

        var together = score("same");

        assertThat(together.getScore()).isEqualTo(alone.getScore());
        assertThat(together.hasDisagreement()).isTrue();
        assertThat(together.getDisagreement()).isCloseTo(0, within(1e-12));
        assertThat(alone.hasDisagreement()).isFalse();
        assertThat(together.getScorerVersion().getName()).isEqualTo("same");
    }

    @Test
    void theWeightedMeanIsTakenAndTheDisagreementStated() throws Exception {
        var strict = score("onnx-heads");
        var lenient = score("lenient");

        var mixed = score("mixed");

        for (int c = 0; c < 3; c++) {
            assertThat(probability(mixed, c))
                    .isCloseTo(0.25 * probability(strict, c) + 0.75 * probability(lenient, c), within(1e-9));
        }
        assertThat(probability(lenient, 0)).isGreaterThan(probability(strict, 0));
        assertThat(mixed.getDisagreement()).isGreaterThan(0).isLessThan(0.5);
    }

    @Test
    void manyAtATime() throws Exception {
        var requests = IntStream.range(0, 200)
                .mapToObj(i -> ScoringClient.request(r -> r.setScorer("mixed").setResponse("请先和医生谈谈。" + i)))
                .toList();

        assertThat(client.score(requests)).hasSize(200).allMatch(result -> result.hasScored());
    }

    @Test
    void aMemberThatCannotScoreIsNamed() throws Exception {
        var tooLong = ScoringClient.request(r -> r.setScorer("same").setPrompt("问题很长。".repeat(200)));

        var none = client.score(List.of(tooLong)).get(0).getUnscorable();

        assertThat(none.getReason()).isEqualTo(UnscorableReason.UNSCORABLE_REASON_MEMBER_UNSCORABLE);
        assertThat(none.getDetail()).startsWith("onnx-heads, TOO_LONG");
    }

    @Test
    void anEnsembleOfItselfIsRefused() {
        assertRefused("round", "ensemble round is a member of itself: round -> round");
    }

    @Test
    void anUnknownMemberIsRefused() {
        assertRefused("lost", "there is no scorer \"nobody\"");
    }

    private void assertRefused(String name, String reason) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> served.find(name).orElseThrow().state() instanceof Refused);

        assertThat(served.find(name).orElseThrow().state().reason()).contains(reason);
        assertThatThrownBy(() -> score(name))
                .cause()
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        fault -> assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }

    private ResponseScored score(String scorer) throws Exception {
        ScoreRequest request = ScoringClient.request(r -> r.setScorer(scorer));
        return client.score(List.of(request)).get(0).getScored();
    }

    private static double probability(ResponseScored scored, int index) {
        ClassProbability share = scored.getProbabilities(index);
        return share.getProbability();
    }
}
