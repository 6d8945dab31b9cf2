package io.flames.scoring.kserve;

import static io.flames.contracts.taxonomy.v1.Dimension.DIMENSION_SAFETY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.scoring.kserve.FakeKserveServer.Fault;
import io.flames.scoring.proto.inference.ModelInferRequest;
import io.flames.scoring.scorer.Prepared;
import io.flames.scoring.scorer.Scorer;
import io.flames.scoring.scorer.ScorerUnavailableException;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.Reason;
import io.flames.scoring.scorer.Verdict.Scored;
import io.flames.scoring.scorer.Verdict.Unscorable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is to blame when there is no answer: a server, never a verdict; or the input, once the servers take others. */
class KserveBlameTest {
    private final FakeKserveServer server = new FakeKserveServer();
    private final FakeKserveServer other = new FakeKserveServer();

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
        other.close();
    }

    @Test
    void aServerThatRefusesEverythingIsToBlameAndTheOtherJudges() throws Exception {
        try (var scorer = loadBoth(Map.of())) {
            server.fault = Fault.REFUSES_ALL;

            for (int i = 0; i < 6; i++) {
                assertThat(scorer.score(input("好的"))).isInstanceOf(Scored.class);
                assertThat(scorer.score(prepared(scorer, "好的", "有害", "也好")))
                        .extracting(verdict -> ((Scored) verdict).score())
                        .containsExactly(3, 1, 3);
            }
            assertThat(server.requests).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"REFUSES_POISON", "FAILS_ON_POISON"})
    void anInputThatOnlyOneServerTakesIsScored(Fault fault) throws Exception {
        try (var scorer = loadBoth(Map.of("retries", "0"))) {
            server.fault = fault;

            for (int i = 0; i < 4; i++) {
                assertThat(scorer.score(input("毒药"))).isInstanceOf(Scored.class);
            }
            assertThat(server.requests).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"REFUSES_POISON", "FAILS_ON_POISON"})
    void anInputThatNoServerTakesIsUnscorableAndItsMatesAreScored(Fault fault) throws Exception {
        try (var scorer = loadBoth(Map.of())) {
            server.fault = fault;
            other.fault = fault;

            var verdicts = scorer.score(prepared(scorer, "好的", "毒药", "有害"));

            assertThat(((Scored) verdicts.get(0)).score()).isEqualTo(3);
            assertThat(((Scored) verdicts.get(2)).score()).isEqualTo(1);
            noVerdict(verdicts.get(1));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"REFUSES_POISON", "FAILS_ON_POISON"})
    void aServerThatIsAwaySavesNoInput(Fault fault) throws Exception {
        try (var scorer = loadBoth(Map.of())) {
            server.fault = fault;
            other.fault = Fault.UNAVAILABLE;

            noVerdict(scorer.score(input("毒药")));
            assertThat(scorer.score(input("好的"))).isInstanceOf(Scored.class);
        }
    }

    @Test
    void aServerThatFailsOnEverythingGivesNoVerdict() throws Exception {
        try (var scorer = load(server.address(), Map.of())) {
            server.fault = Fault.FAILS_ON_ALL;

            assertThatThrownBy(() -> scorer.score(prepared(scorer, "好的", "有害")))
                    .isInstanceOf(ScorerUnavailableException.class)
                    .hasMessageContaining("INTERNAL");
        }
    }

    @Test
    void aServerThatRecoversAfterTheTriesScores() throws Exception {
        try (var scorer = load(server.address(), Map.of())) {
            server.fault = Fault.FAILS_ON_POISON;
            server.failuresLeft.set(2);

            assertThat(scorer.score(input("毒药"))).isInstanceOf(Scored.class);
            assertThat(server.requests)
                    .as("two tries, the known input, the input")
                    .hasSize(4);
        }
    }

    @Test
    void anotherVersionThanTheMetadataNamedIsAServersFault() throws Exception {
        try (var scorer = loadBoth(Map.of())) {
            server.answering = "2";

            for (int i = 0; i < 4; i++) {
                assertThat(scorer.score(input("好的"))).isInstanceOf(Scored.class);
            }
            other.answering = "2";
            assertThatThrownBy(() -> scorer.score(input("好的")))
                    .isInstanceOf(ScorerUnavailableException.class)
                    .hasMessageContaining("version 2 of the model answered, expected 1");
        }
    }

    @Test
    void ofSeveralVersionsTheFirstThatAnsweredCounts() throws Exception {
        server.version = "1,3";
        server.answering = "3";
        try (var scorer = load(server.address(), Map.of())) {
            assertThat(scorer.score(input("好的"))).isInstanceOf(Scored.class);
            server.answering = "1";

            assertThatThrownBy(() -> scorer.score(input("好的")))
                    .isInstanceOf(ScorerUnavailableException.class)
                    .hasMessageContaining("version 1 of the model answered, expected 3");
        }
    }

    @Test
    void theConfiguredVersionCounts() throws Exception {
        server.version = "1,3";
        server.answering = "3";
        try (var scorer = load(server.address(), Map.of("model-version", "1"))) {
            assertThatThrownBy(() -> scorer.score(input("好的")))
                    .isInstanceOf(ScorerUnavailableException.class)
                    .hasMessageContaining("version 3 of the model answered, expected 1");
        }
    }

    @Test
    void aBatchOfLongPairsIsSentInSeveralRequests() throws Exception {
        try (var scorer = loadPairs()) {
            var batch = IntStream.range(0, 16)
                    .mapToObj(i -> scorer.prepare(
                            new ScoringInput(DIMENSION_SAFETY, i % 3 == 0 ? "有害" : "问", "答".repeat(100_000))))
                    .toList();

            var verdicts = scorer.score(batch);

            assertThat(verdicts)
                    .extracting(verdict -> ((Scored) verdict).score())
                    .containsExactly(IntStream.range(0, 16)
                            .mapToObj(i -> i % 3 == 0 ? 1 : 3)
                            .toArray(Integer[]::new));
            assertThat(server.requests)
                    .hasSize(8)
                    .extracting(ModelInferRequest::getSerializedSize)
                    .allMatch(size -> size <= 1 << 20);
        }
    }

    @Test
    void aBatchThatIsTooMuchForAServerIsSplitBeforeTheServerIsBlamed() throws Exception {
        try (var scorer = load(server.address(), Map.of("retries", "0"))) {
            server.largest = 2_500;
            String[] long8 = new String[8];
            Arrays.fill(long8, "好".repeat(300));

            assertThat(scorer.score(prepared(scorer, long8))).hasSize(8).allMatch(Scored.class::isInstance);
            assertThat(server.requests).as("8, then 4 and 2 and 2 twice").hasSize(7);
        }
    }

    @Test
    void anInputThatIsTooLargeAloneIsUnscorable() throws Exception {
        try (var scorer = loadPairs()) {
            server.largest = 1 << 20;

            noVerdict(scorer.score(new ScoringInput(DIMENSION_SAFETY, "问", "答".repeat(400_000))));
        }
    }

    @Test
    void aServerWithoutRoomForAnOrdinaryInputGivesNoVerdict() throws Exception {
        try (var scorer = load(server.address(), Map.of())) {
            server.largest = 500;

            assertThatThrownBy(() -> scorer.score(input("好".repeat(300))))
                    .isInstanceOf(ScorerUnavailableException.class)
                    .hasMessageContaining("RESOURCE_EXHAUSTED");
        }
    }

    private static void noVerdict(Verdict verdict) {
        assertThat(verdict).isInstanceOfSatisfying(Unscorable.class, unscorable -> {
            assertThat(unscorable.reason()).isEqualTo(Reason.NO_VERDICT);
            assertThat(unscorable.detail()).contains("this input").doesNotContain("毒药");
        });
    }

    private Scorer loadPairs() throws InterruptedException {
        server.input = FakeKserveServer.tensor("prompt", "BYTES", -1, 1);
        server.extra = FakeKserveServer.tensor("response", "BYTES", -1, 1);
        server.third = FakeKserveServer.tensor("dimension", "BYTES", -1, 1);
        return load(server.address(), Map.of("input", "pair"));
    }

    private Scorer loadBoth(Map<String, String> changes) throws InterruptedException {
        return load(server.address() + "," + other.address(), changes);
    }

    private static Scorer load(String endpoints, Map<String, String> changes) throws InterruptedException {
        return KserveScorers.load("remote", KserveTestSettings.of(endpoints, changes))
                .scorer();
    }

    private static List<Prepared> prepared(Scorer scorer, String... responses) {
        return Arrays.stream(responses)
                .map(response -> scorer.prepare(input(response)))
                .toList();
    }

    private static ScoringInput input(String response) {
        return new ScoringInput(DIMENSION_SAFETY, "问", response);
    }
}
