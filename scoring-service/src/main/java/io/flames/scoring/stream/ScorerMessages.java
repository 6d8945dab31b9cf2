package io.flames.scoring.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import io.flames.contracts.Dimensions;
import io.flames.contracts.scoring.v1.DescribeScorerResponse;
import io.flames.contracts.scoring.v1.Figure;
import io.flames.contracts.scoring.v1.Head;
import io.flames.contracts.scoring.v1.ScorerStatus;
import io.flames.contracts.scoring.v1.ScorerSummary;
import io.flames.contracts.scoring.v1.SelfTestReport;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.served.ServedScorer;
import io.flames.scoring.served.ServedScorer.Refused;
import io.flames.scoring.served.ServedScorer.Serving;
import io.flames.scoring.served.ServedScorer.State;
import io.flames.scoring.served.ServedScorer.Tested;

/** Scorers as the wire has them. */
final class ScorerMessages {
    private ScorerMessages() {}

    static ScorerSummary summary(ServedScorer scorer) {
        State state = scorer.state();
        var summary = ScorerSummary.newBuilder()
                .setName(scorer.name())
                .setKind(scorer.kind())
                .setStatus(status(state))
                .setReason(state.reason())
                .setIsDefault(scorer.byDefault());
        state.tested()
                .ifPresent(tested -> summary.setScorerVersion(
                        tested.loaded().scorer().identity().toMessage()));
        return summary.build();
    }

    private static ScorerStatus status(State state) {
        if (state instanceof Serving) {
            return ScorerStatus.SCORER_STATUS_SERVING;
        }
        return state instanceof Refused ? ScorerStatus.SCORER_STATUS_REFUSED : ScorerStatus.SCORER_STATUS_STARTING;
    }

    static DescribeScorerResponse description(ServedScorer scorer) {
        var description = DescribeScorerResponse.newBuilder().setSummary(summary(scorer));
        Dimensions.ALL.forEach(dimension -> description.addHeads(
                Head.newBuilder().setDimension(dimension).addAllScores(Dimensions.scoresOf(dimension))));
        scorer.state().tested().ifPresent(tested -> add(description, tested));
        return description.build();
    }

    private static void add(DescribeScorerResponse.Builder description, Tested tested) {
        var loaded = tested.loaded();
        description
                .setTemplate(loaded.template())
                .putAllBackend(loaded.backend())
                .setSelfTest(selfTest(tested))
                .setModelCardJson(loaded.card().isEmpty() ? "" : loaded.card().toString());
        JsonNode heldOut = loaded.card().path("heldOut");
        addFigure(description, Dimension.DIMENSION_UNSPECIFIED, heldOut.path("overall"));
        Dimensions.ALL.forEach(dimension ->
                addFigure(description, dimension, heldOut.path("byDimension").path(Dimensions.nameOf(dimension))));
    }

    private static void addFigure(DescribeScorerResponse.Builder description, Dimension dimension, JsonNode figures) {
        JsonNode accuracy = figures.path("accuracy");
        if (!accuracy.isMissingNode()) {
            description.addFigures(Figure.newBuilder()
                    .setData("held-out")
                    .setDimension(dimension)
                    .setAccuracy(accuracy.path("share").asDouble())
                    .setLow(accuracy.path("low").asDouble())
                    .setHigh(accuracy.path("high").asDouble())
                    .setN(figures.path("n").asLong()));
        }
    }

    private static SelfTestReport selfTest(Tested tested) {
        var result = tested.result();
        var report = SelfTestReport.newBuilder()
                .setPassed(result.passed())
                .setItems(result.items())
                .setAgreed(result.agreed())
                .addAllFaults(result.faults())
                .setTolerance(result.tolerance())
                .setTestedAt(Timestamp.newBuilder()
                        .setSeconds(tested.at().getEpochSecond())
                        .setNanos(tested.at().getNano()));
        result.widest().ifPresent(report::setWidestLogitDistance);
        return report.build();
    }
}
