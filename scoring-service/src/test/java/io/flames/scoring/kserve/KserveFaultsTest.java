package io.flames.scoring.kserve;

import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_SAFETY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flames.scoring.kserve.FakeKserveServer.Fault;
import io.flames.scoring.scorer.ScorerUnavailableException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is away, fails or lies: no verdict. */
class KserveFaultsTest extends RemoteScoring {
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "HANG",
                "UNAVAILABLE",
                "DIES",
                "WRONG_NAME",
                "WRONG_DATATYPE",
                "WRONG_SHAPE",
                "WRONG_SIZE",
                "HUGE_SHAPE",
                "REFUSES_ALL"
            })
    void aServerThatFailsOrLiesGivesNoVerdict(Fault fault) throws Exception {
        try (var scorer = load(timeout(fault))) {
            server.fault = fault;

            assertThatThrownBy(() -> scorer.score(input(DIMENSION_SAFETY, "好的")))
                    .isInstanceOf(ScorerUnavailableException.class)
                    .hasMessageContaining(server.address())
                    .hasMessageNotContaining("好的");
        }
    }

    @Test
    void aServerThatComesBackWithAnotherModelGetsNothing() throws Exception {
        try (var scorer = load(Map.of())) {
            server.fault = Fault.UNAVAILABLE;
            assertThatThrownBy(() -> scorer.score(input(DIMENSION_SAFETY, "好的")))
                    .isInstanceOf(ScorerUnavailableException.class);
            server.fault = Fault.NONE;
            server.version = "2";

            assertThatThrownBy(() -> scorer.score(input(DIMENSION_SAFETY, "好的")))
                    .isInstanceOf(ScorerUnavailableException.class)
                    .hasMessageContaining("another one");
        }
    }

    @Test
    void aWorkerThatHasToStopStopsAtOnce() throws Exception {
        try (var scorer = load(Map.of("timeout", "60s"))) {
            server.fault = Fault.HANG;
            var ended = new CompletableFuture<Throwable>();
            var worker = new Thread(() -> {
                try {
                    scorer.score(input(DIMENSION_SAFETY, "好的"));
                } catch (InterruptedException | RuntimeException e) {
                    ended.complete(e);
                }
            });
            worker.start();
            await().until(() -> !server.requests.isEmpty());
            worker.interrupt();

            assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANG", "SERVER_NOT_READY", "MODEL_NOT_READY"})
    void aServerThatIsNotReadyIsAwayAtLoad(Fault fault) {
        server.fault = fault;

        assertThatThrownBy(() -> load(timeout(fault)))
                .isInstanceOf(ScorerUnavailableException.class)
                .hasMessageContaining(server.address());
    }

    @Test
    void aServerThatIsNotThereIsAwayAtLoad() throws Exception {
        server.close();

        assertThatThrownBy(() -> load(Map.of())).isInstanceOf(ScorerUnavailableException.class);
    }
}
