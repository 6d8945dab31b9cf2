package io.flames.scoring.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.flames.scoring.golden.ServedScorer.Refused;
import io.flames.scoring.golden.ServedScorer.Serving;
import io.flames.scoring.golden.ServedScorer.State;
import io.flames.scoring.golden.ServedScorer.Tested;
import java.util.List;
import java.util.Optional;

/**
 * A scorer as REST shows it.
 *
 * @param status {@code SERVING} or {@code REFUSED}
 * @param reason why, for people
 * @param modelCard as {@code TrainMain} wrote it
 */
public record ScorerView(
        String name,
        int version,
        String scorerVersionId,
        String digest,
        String kind,
        String status,
        String reason,
        SelfTestView selfTest,
        @JsonInclude(JsonInclude.Include.NON_NULL) JsonNode modelCard) {

    /** Empty while the scorer loads, or when it did not load at all. */
    static Optional<ScorerView> of(State state) {
        if (state instanceof Serving serving) {
            return Optional.of(of(serving.tested(), "SERVING", state.reason()));
        }
        return state instanceof Refused refused
                ? refused.tested().map(tested -> of(tested, "REFUSED", state.reason()))
                : Optional.empty();
    }

    private static ScorerView of(Tested tested, String status, String reason) {
        var identity = tested.identity();
        var result = tested.result();
        var card = tested.weights().card();
        return new ScorerView(
                identity.name(),
                identity.version(),
                identity.id().toString(),
                identity.digest(),
                card.path("kind").asText(),
                status,
                reason,
                new SelfTestView(result.passed(), result.items(), result.widest(), result.tolerance(), result.faults()),
                card);
    }

    /**
     * @param widestLogitDistance of a golden item from its record
     * @param faults what was not as recorded
     */
    public record SelfTestView(
            boolean passed, int items, double widestLogitDistance, double tolerance, List<String> faults) {}
}
