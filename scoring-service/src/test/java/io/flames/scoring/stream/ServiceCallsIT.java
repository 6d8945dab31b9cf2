package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.flames.contracts.scoring.v1.DescribeScorerRequest;
import io.flames.contracts.scoring.v1.ListScorersRequest;
import io.flames.contracts.scoring.v1.ScorerStatus;
import io.flames.contracts.scoring.v1.ScorerSummary;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The calls beside the stream: one response, the scorers, their health. */
@QuarkusTest
@TestProfile(ScriptedProfile.class)
class ServiceCallsIT extends Scripted {
    @Test
    void oneResponseIsScoredByAUnaryCall() {
        var result = blocking().scoreOne(request("3", r -> r.clearRequestId()));

        assertThat(result.getScored().getScore()).isEqualTo(3);
        assertThat(result.getRequestId()).isEmpty();
        assertThat(blocking().scoreOne(request("1", r -> r.setScorer("slow"))).getRequestId())
                .isNotEmpty();
    }

    @Test
    void theScorersAreListedWithWhyTheyDoNotServe() {
        var scorers = blocking().listScorers(ListScorersRequest.getDefaultInstance()).getScorersList().stream()
                .collect(Collectors.toMap(ScorerSummary::getName, scorer -> scorer));

        assertThat(scorers).containsOnlyKeys("broken", "fast", "slow");
        assertThat(scorers.get("fast"))
                .returns(ScorerStatus.SCORER_STATUS_SERVING, ScorerSummary::getStatus)
                .returns(true, ScorerSummary::getIsDefault)
                .returns("scripted", ScorerSummary::getKind);
        assertThat(scorers.get("broken").getReason()).contains("kind is \"nonsense\", expected one of");
    }

    @Test
    void aScorerIsDescribed() {
        var described = blocking()
                .describeScorer(
                        DescribeScorerRequest.newBuilder().setName("slow").build());

        assertThat(described.getTemplate()).isEqualTo("the response's last character");
        assertThat(described.getBackendMap()).isEqualTo(Map.of("micros", "20000"));
        assertThat(described.getHeadsList())
                .extracting(head -> head.getScoresCount())
                .containsExactly(3, 3, 3, 2, 2);
        assertThat(described.getSelfTest().getPassed()).isTrue();
        assertThat(described.getSummary().getScorerVersion().getDigest()).hasSize(64);
    }

    @Test
    void eachScorerHasAHealthOfItsOwn() {
        assertThat(health("flames.scoring.v1.ScoringService/slow")).isEqualTo(ServingStatus.SERVING);
        assertThat(health("flames.scoring.v1.ScoringService/broken")).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(health("")).isEqualTo(ServingStatus.SERVING);
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(client.channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }
}
