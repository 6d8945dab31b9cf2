package io.flames.scoring.registry.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.judgement.PairedAccuracy;
import io.flames.scoring.judgement.PairedAccuracy.Pair;
import io.flames.scoring.registry.gate.Leaks.Leak;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gate measured. Accuracies and bounds are shares; the difference is candidate minus current.
 *
 * @param reasons why it did not pass; empty when it did
 * @param lowerBound of the one-sided interval of the difference; has to lie above {@code -margin}
 * @param dataDigest SHA-256 over the items
 * @param trainingItemsKnown whether it was checked that the candidate was not trained on these items
 * @param currentTrainingItemsKnown whether it was checked that the promoted version was not
 * @param unsketchedItems items that the candidate was trained on and that have no sketch: nearly the same responses were not
 *     looked for; 0 too where no items are known, and in results from before this was counted
 * @param currentUnsketchedItems the same of the promoted version
 * @param droppedItems left out, because a version was trained on them
 * @param leakItems that refused the data, because a version was trained on them
 * @param leaks the first of these
 * @param current accuracy and the rest are null when nothing was scored, because the data was refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GateResult(
        boolean passed,
        List<String> reasons,
        String candidate,
        String current,
        int items,
        int minItems,
        double margin,
        double confidence,
        @Nullable Double candidateAccuracy,
        @Nullable Double currentAccuracy,
        @Nullable Double difference,
        @Nullable Double lowerBound,
        @Nullable Double upperBound,
        @Nullable Long onlyCandidateRight,
        @Nullable Long onlyCurrentRight,
        @Nullable Long candidateUnscorable,
        @Nullable Long currentUnscorable,
        List<DimensionPart> dimensions,
        String dataDigest,
        boolean trainingItemsKnown,
        boolean currentTrainingItemsKnown,
        int unsketchedItems,
        int currentUnsketchedItems,
        int droppedItems,
        int leakItems,
        List<Leak> leaks) {

    /** For reading; the gate decides over all of them together. */
    public record DimensionPart(String dimension, int items, double candidateAccuracy, double currentAccuracy) {}

    /**
     * Which versions are compared, on what.
     *
     * @param candidate such as {@code onnx-heads@4}
     * @param droppedItems that are not among the items any more
     */
    public record Subject(
            String candidate,
            String current,
            String dataDigest,
            boolean trainingItemsKnown,
            boolean currentTrainingItemsKnown,
            int unsketchedItems,
            int currentUnsketchedItems,
            int droppedItems) {}

    /** Leaks that could not be looked for, for people; empty when all could. */
    public List<String> unchecked() {
        var texts = new ArrayList<String>();
        uncheckedOf(candidate, trainingItemsKnown, unsketchedItems).ifPresent(texts::add);
        uncheckedOf(current, currentTrainingItemsKnown, currentUnsketchedItems).ifPresent(texts::add);
        return texts;
    }

    private static Optional<String> uncheckedOf(String version, boolean known, int unsketched) {
        if (!known) {
            return Optional.of("not checked: " + version + " has no list of what it was trained on, so that neither the"
                    + " same items nor nearly the same responses could be found");
        }
        return unsketched == 0
                ? Optional.empty()
                : Optional.of(
                        "not checked: " + unsketched + " of the items that " + version
                                + " was trained on have no sketch, so that responses nearly the same as theirs could not be found");
    }

    /** Data with items that a version was trained on: it is not even scored. */
    public static GateResult leaking(Subject subject, Rule rule, int items, Leaks leaks) {
        return refused(subject, rule, items, leaks.text(), leaks);
    }

    /** Data that is not even scored. */
    public static GateResult refused(Subject subject, Rule rule, int items, String reason) {
        return refused(subject, rule, items, reason, new Leaks(Set.of(), List.of()));
    }

    private static GateResult refused(Subject subject, Rule rule, int items, String reason, Leaks leaks) {
        return new GateResult(
                false,
                List.of(reason),
                subject.candidate(),
                subject.current(),
                items,
                rule.minItems(),
                rule.margin(),
                rule.confidence(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                subject.dataDigest(),
                subject.trainingItemsKnown(),
                subject.currentTrainingItemsKnown(),
                subject.unsketchedItems(),
                subject.currentUnsketchedItems(),
                subject.droppedItems(),
                leaks.items().size(),
                leaks.named());
    }

    /** Paired non-inferiority: see {@link PairedAccuracy#notInferior}. */
    public static GateResult of(Subject subject, Rule rule, List<Outcome> outcomes) {
        var paired = PairedAccuracy.of(outcomes.stream()
                .map(outcome -> new Pair(outcome.candidateRight(), outcome.currentRight()))
                .toList());
        var reasons = new ArrayList<String>();
        if (outcomes.size() < rule.minItems()) {
            reasons.add(tooFew(outcomes.size(), rule));
        }
        double lower = paired.lowerBound(rule.confidence());
        if (!paired.notInferior(rule.margin(), rule.confidence())) {
            reasons.add("the accuracy may be lower by %.4f, at most %.4f is allowed".formatted(-lower, rule.margin()));
        }
        return new GateResult(
                reasons.isEmpty(),
                reasons,
                subject.candidate(),
                subject.current(),
                outcomes.size(),
                rule.minItems(),
                rule.margin(),
                rule.confidence(),
                paired.candidateAccuracy(),
                paired.currentAccuracy(),
                paired.difference(),
                lower,
                paired.upperBound(rule.confidence()),
                paired.onlyCandidate(),
                paired.onlyCurrent(),
                outcomes.stream()
                        .filter(outcome -> outcome.candidate().isEmpty())
                        .count(),
                outcomes.stream().filter(outcome -> outcome.current().isEmpty()).count(),
                dimensions(outcomes),
                subject.dataDigest(),
                subject.trainingItemsKnown(),
                subject.currentTrainingItemsKnown(),
                subject.unsketchedItems(),
                subject.currentUnsketchedItems(),
                subject.droppedItems(),
                0,
                List.of());
    }

    /** Why a set of items is too small to be scored at all. */
    public static String tooFew(int items, Rule rule) {
        return items + " items, " + rule.minItems() + " or more are needed (flames.scoring.promotion.min-items)";
    }

    private static List<DimensionPart> dimensions(List<Outcome> outcomes) {
        var parts = new ArrayList<DimensionPart>();
        for (Dimension dimension : Dimensions.ALL) {
            var own = outcomes.stream()
                    .filter(outcome -> outcome.dimension() == dimension)
                    .toList();
            if (!own.isEmpty()) {
                parts.add(new DimensionPart(
                        Dimensions.nameOf(dimension),
                        own.size(),
                        share(own.stream().filter(Outcome::candidateRight).count(), own.size()),
                        share(own.stream().filter(Outcome::currentRight).count(), own.size())));
            }
        }
        return parts;
    }

    private static double share(long of, int all) {
        return (double) of / all;
    }
}
