package io.flames.scoring.kserve;

import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_SAFETY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flames.scoring.kserve.FakeKserveServer.Fault;
import io.flames.scoring.scorer.Verdict.Scored;
import io.grpc.InsecureServerCredentials;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several servers share the work, and stand in for each other. */
class KserveEndpointsTest extends RemoteScoring {
    @Test
    void twoEndpointsShareTheCalls() throws Exception {
        try (var other = new FakeKserveServer();
                var scorer = load(server.address() + "," + other.address(), Map.of())) {
            for (int i = 0; i < 40; i++) {
                scorer.score(input(DIMENSION_SAFETY, "好的"));
            }

            assertThat(server.requests).hasSize(20);
            assertThat(other.requests).hasSize(20);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANG", "UNAVAILABLE", "DIES", "WRONG_SHAPE"})
    void anotherEndpointTakesOver(Fault fault) throws Exception {
        try (var other = new FakeKserveServer();
                var scorer = load(server.address() + "," + other.address(), timeout(fault))) {
            server.fault = fault;

            long start = System.nanoTime();
            for (int i = 0; i < 6; i++) {
                assertThat(scorer.score(input(DIMENSION_SAFETY, "好的"))).isInstanceOf(Scored.class);
            }
            long pauses = Duration.ofNanos(System.nanoTime() - start).dividedBy(Duration.ofMillis(200));
            assertThat(server.requests)
                    .as("one call found the fault, and one at most after each pause")
                    .hasSizeBetween(1, (int) pauses + 1);
            assertThat(other.requests).hasSize(6);
        }
    }

    @Test
    void aServerThatIsReadyAgainGetsItsShareAgain() throws Exception {
        try (var other = new FakeKserveServer();
                var scorer = load(server.address() + "," + other.address(), Map.of())) {
            server.fault = Fault.UNAVAILABLE;
            scorer.score(input(DIMENSION_SAFETY, "好的"));
            scorer.score(input(DIMENSION_SAFETY, "好的"));
            server.fault = Fault.NONE;
            int before = server.requests.size();

            await().atMost(Duration.ofSeconds(10)).until(() -> {
                scorer.score(input(DIMENSION_SAFETY, "好的"));
                return server.requests.size() > before + 3;
            });
        }
    }

    @Test
    void anEndpointThatIsAwayAtLoadJoinsLater() throws Exception {
        int port = server.port();
        server.close();
        try (var other = new FakeKserveServer();
                var scorer = load("localhost:" + port + "," + other.address(), Map.of())) {
            scorer.score(input(DIMENSION_SAFETY, "好的"));
            try (var back = new FakeKserveServer(port, InsecureServerCredentials.create())) {
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    scorer.score(input(DIMENSION_SAFETY, "好的"));
                    return !back.requests.isEmpty();
                });
            }
        }
    }

    @Test
    void endpointsWithDifferentModelsAreWrong() throws Exception {
        try (var other = new FakeKserveServer()) {
            other.version = "2";

            assertThatThrownBy(() -> load(server.address() + "," + other.address(), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("differ");
        }
    }
}
