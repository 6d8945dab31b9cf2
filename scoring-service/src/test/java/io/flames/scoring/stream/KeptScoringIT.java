package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flames.contracts.Ids;
import io.flames.contracts.Topics;
import io.flames.contracts.scoring.v1.ScoreRequest;
import io.flames.contracts.scoring.v1.ScoreResult;
import io.flames.contracts.scoring.v1.ScorerEvent;
import io.flames.contracts.scoring.v1.UnscorableReason;
import io.flames.local.test.ServersResource;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service with a real broker and a real Postgres, over real gRPC. */
@QuarkusTest
@QuarkusTestResource(
        value = ServersResource.class,
        initArgs = @ResourceArg(name = "database", value = "flames_scoring"))
@TestProfile(FreeGrpcPort.class)
class KeptScoringIT {
    @Inject
    ServedScorers served;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private ScoringClient client;
    private final ScoresTopic topic = new ScoresTopic(ServersResource.servers().bootstrapServers());

    @BeforeEach
    void connect() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.isSettled("") && served.byDefault().state() instanceof Serving);
        client = new ScoringClient(port);
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    @Test
    void aResultMeansThatTheVerdictIsPublished() throws Exception {
        var requests = kept(20);

        var results = client.score(requests);

        assertThat(results).hasSize(20);
        for (ScoreResult result : results) {
            assertThat(topic.of(result.getScored().getResponseId()))
                    .hasSize(1)
                    .first()
                    .satisfies(event -> assertThat(event.getResponseScored()).isEqualTo(result.getScored()));
        }
    }

    @Test
    void theVerdictCarriesItsLineage() throws Exception {
        var request =
                kept(1).get(0).toBuilder().setRunId("run-7").setRevision(2).build();

        var scored = client.score(List.of(request)).get(0).getScored();

        var identity = ((Serving) served.byDefault().state()).loaded().scorer().identity();
        assertThat(scored.getScoreId())
                .isEqualTo(Ids.scoreId(UUID.fromString(request.getResponseId()), 2, identity.id())
                        .toString());
        assertThat(scored.getRunId()).isEqualTo("run-7");
        assertThat(scored.getRevision()).isEqualTo(2);
        assertThat(scored.getScorerVersion().getDigest()).isEqualTo(identity.digest());
        assertThat(scored.getProbabilitiesList()).hasSize(3);
        assertThat(scored.getInferenceMicros()).isPositive();
        var headers = topic.records(Topics.SCORES).stream()
                .filter(record -> record.key().equals(request.getResponseId()))
                .findFirst()
                .orElseThrow()
                .headers();
        assertThat(new String(headers.lastHeader("ce_type").value(), StandardCharsets.UTF_8))
                .isEqualTo("flames.scoring.v1.ResponseScored");
    }

    @Test
    void aResponseThatComesAgainGetsTheSameVerdict() throws Exception {
        var request = kept(1).get(0);
        var first = client.score(List.of(request)).get(0);

        var again = client.score(List.of(
                        request.toBuilder().setResponse("换了一个回答，但它是同一个回答编号。").build()))
                .get(0);

        assertThat(again.getScored()).isEqualTo(first.getScored());
        assertThat(topic.of(request.getResponseId()))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getResponseScored()).isEqualTo(first.getScored()));
    }

    @Test
    void aRequestTwiceOnOneStreamHasOneVerdict() throws Exception {
        var request = kept(1).get(0);

        var results = client.score(
                List.of(request, request.toBuilder().setRequestId("again").build()));

        assertThat(results)
                .extracting(ScoreResult::getScored)
                .hasSize(2)
                .containsOnly(results.get(0).getScored());
    }

    @Test
    void aBlankResponseIsPublishedAsUnscorable() throws Exception {
        var request = kept(1).get(0).toBuilder().setResponse(" \n ").build();

        var result = client.score(List.of(request)).get(0);

        assertThat(result.getUnscorable().getReason()).isEqualTo(UnscorableReason.UNSCORABLE_REASON_BLANK);
        assertThat(topic.of(request.getResponseId())).hasSize(1).allMatch(event -> event.hasResponseUnscorable());
    }

    @Test
    void withoutAResponseIdNothingIsPublished() throws Exception {
        int before = topic.records(Topics.SCORES).size();

        var result = client.score(List.of(ScoringClient.request(r -> {}))).get(0);

        assertThat(result.getScored().getScore()).isBetween(1, 3);
        assertThat(result.getScored().getScoreId()).isEmpty();
        assertThat(topic.records(Topics.SCORES)).hasSize(before);
    }

    @Test
    void theScorerVersionIsRegistered() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(topic.records(Topics.SCORERS)).anySatisfy(record -> {
                    var registered = ScorerEvent.parseFrom(record.value()).getScorerVersionRegistered();
                    assertThat(registered.getScorerVersion().getDigest())
                            .isEqualTo(((Serving) served.byDefault().state())
                                    .loaded()
                                    .scorer()
                                    .identity()
                                    .digest());
                    assertThat(registered.getModelCardJson()).contains("heldOut");
                }));
    }

    @Test
    void noVerdictIsLostWhileTheDatabaseIsAway() throws Exception {
        assertNothingIsLost(() -> ServersResource.servers().killPostgres(), () -> ServersResource.servers()
                .startPostgres());
    }

    @Test
    void noVerdictIsLostWhileTheBrokerIsAway() throws Exception {
        assertNothingIsLost(() -> ServersResource.servers().killBroker(), () -> ServersResource.servers()
                .startBroker());
    }

    private void assertNothingIsLost(Runnable kill, Runnable start) throws Exception {
        client.score(kept(3));
        kill.run();
        var requests = kept(40);
        var call = client.open();
        requests.forEach(call.requests::onNext);
        call.requests.onCompleted();
        // Time enough to score all of them: none may be acknowledged.
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> call.results.isEmpty());

        start.run();

        await().atMost(Duration.ofSeconds(60)).until(() -> call.results.size() == 40);
        call.ended.get();
        assertThat(call.results).allMatch(ScoreResult::hasScored);
        var published = topic.records(Topics.SCORES).stream()
                .map(record -> record.key())
                .toList();
        assertThat(published)
                .containsAll(requests.stream().map(ScoreRequest::getResponseId).toList());
    }

    private static List<ScoreRequest> kept(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> ScoringClient.request(
                        r -> r.setResponseId(UUID.randomUUID().toString()).setResponse("请不要自行加量，先和医生谈谈。" + i)))
                .toList();
    }
}
