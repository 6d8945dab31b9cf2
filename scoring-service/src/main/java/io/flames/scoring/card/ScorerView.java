package io.flames.scoring.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.flames.contracts.Dimensions;
import io.flames.scoring.scorer.ScorerIdentity;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorer.Refused;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorer.State;
import io.flames.scoring.served.ServedScorer.Tested;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scorer as REST shows it.
 *
 * @param isDefault scores the requests that name no scorer
 * @param version null, like what follows from it, while the scorer loads, or when it did not load
 * @param status {@code STARTING}, {@code SERVING} or {@code REFUSED}
 * @param reason why, for people
 * @param template how prompt and response become its input
 * @param heads the classes of each dimension
 * @param backend what it runs on, see the README
 * @param modelCard as {@code TrainMain} wrote it
 */
public record ScorerView(
        String name,
        boolean isDefault,
        @Nullable Integer version,
        @Nullable String scorerVersionId,
        @Nullable String digest,
        String kind,
        String status,
        String reason,
        @Nullable String template,
        List<HeadView> heads,
        Map<String, String> backend,
        @Nullable SelfTestView selfTest,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode modelCard) {

    private static final List<HeadView> HEADS = Dimensions.ALL.stream()
            .map(dimension -> new HeadView(Dimensions.nameOf(dimension), Dimensions.scoresOf(dimension)))
            .toList();

    static ScorerView of(ServedScorer scorer) {
        var state = scorer.state();
        var identity = state.tested().map(tested -> tested.loaded().scorer().identity());
        return new ScorerView(
                scorer.name(),
                scorer.byDefault(),
                identity.map(ScorerIdentity::version).orElse(null),
                identity.map(known -> known.id().toString()).orElse(null),
                identity.map(ScorerIdentity::digest).orElse(null),
                scorer.kind(),
                status(state),
                state.reason(),
                state.tested().map(tested -> tested.loaded().template()).orElse(null),
                HEADS,
                state.tested().map(tested -> tested.loaded().backend()).orElse(Map.of()),
                state.tested().map(ScorerView::selfTest).orElse(null),
                state.tested().map(tested -> tested.loaded().card()).orElse(null));
    }

    private static String status(State state) {
        if (state instanceof Serving) {
            return "SERVING";
        }
        return state instanceof Refused ? "REFUSED" : "STARTING";
    }

    static SelfTestView selfTest(Tested tested) {
        var result = tested.result();
        return new SelfTestView(
                result.passed(),
                result.items(),
                result.agreed(),
                result.widest().isPresent() ? result.widest().getAsDouble() : null,
                result.tolerance(),
                result.faults(),
                tested.at());
    }

    /** @param scores highest first: class i stands for scores[i] */
    public record HeadView(String dimension, List<Integer> scores) {}

    /**
     * @param agreed items that got their recorded score
     * @param widestLogitDistance of a golden item from its record; null for a scorer without logits
     * @param faults what was not as recorded
     */
    public record SelfTestView(
            boolean passed,
            int items,
            int agreed,
            @Nullable Double widestLogitDistance,
            double tolerance,
            List<String> faults,
            Instant testedAt) {}
}
