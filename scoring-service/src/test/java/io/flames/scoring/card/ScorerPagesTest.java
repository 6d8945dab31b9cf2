package io.flames.scoring.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.card.ScorerPages.CardView;
import io.flames.scoring.card.ScorerView.SelfTestView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScorerPagesTest {
    @Test
    void aNameIsOnePartOfAUrl() {
        assertThat(CardView.of(scorer("my judge/2?", "SERVING", null), List.of())
                        .path())
                .isEqualTo("my%20judge%2F2%3F");
    }

    @Test
    void withoutLogitsThereIsNoDistance() {
        assertThat(CardView.of(scorer("judge", "SERVING", null), List.of()).widest())
                .isEmpty();
        assertThat(CardView.of(scorer("onnx", "SERVING", 0.00123), List.of()).widest())
                .isEqualTo("0.0012");
    }

    @Test
    void aScorerThatLoadsIsNeitherServingNorRefused() {
        var card = CardView.of(scorer("onnx", "STARTING", null), List.of());

        assertThat(card.starting()).isTrue();
        assertThat(card.serving()).isFalse();
    }

    @Test
    void whatAScorerRunsOnIsNamedForPeopleAndWhatIsNewKeepsItsName() {
        var facts = BackendFact.of(Map.of("threads", "2", "device", "cpu", "colour", "red"));

        assertThat(facts)
                .containsExactly(
                        new BackendFact("Device", "设备", "cpu"),
                        new BackendFact("Threads a session", "每会话线程数", "2"),
                        new BackendFact("colour", "colour", "red"));
    }

    private static ScorerView scorer(String name, String status, @Nullable Double widest) {
        var selfTest = new SelfTestView(true, 39, 39, widest, 0.01, List.of(), Instant.EPOCH);
        return new ScorerView(
                name, false, 1, "id", "digest", "judge", status, "", "", List.of(), Map.of(), selfTest, null);
    }
}
