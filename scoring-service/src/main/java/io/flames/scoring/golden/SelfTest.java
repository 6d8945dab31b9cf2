package io.flames.scoring.golden;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.scorer.ScoringInput;
import io.flames.scoring.scorer.Verdict;
import io.flames.scoring.scorer.Verdict.ClassProbability;
import io.flames.scoring.scorer.Verdict.Scored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a scorer gives what was recorded for it. It passes when the items cover every class of every head at least
 * {@value #LEAST_A_CLASS} times, the scores are not all the same, enough items get their recorded class, and each logit
 * lies within the tolerance. A constant or shuffled output fails at the first class that is not its own.
 */
public final class SelfTest {
    /** Golden items that each class of each head has at least. */
    public static final int LEAST_A_CLASS = 3;

    private final GoldenSet golden;

    public SelfTest(GoldenSet golden) {
        this.golden = golden;
    }

    /** The inputs to score, in the order in which {@link #judge} wants the verdicts. */
    public List<ScoringInput> inputs() {
        return golden.items().stream()
                .map(item -> new ScoringInput(dimension(item), item.prompt(), item.response()))
                .toList();
    }

    /** @param verdicts of {@link #inputs}, in their order */
    public Result judge(List<Verdict> verdicts) {
        var faults = new ArrayList<>(uncovered());
        var misses = new ArrayList<String>();
        OptionalDouble widest = OptionalDouble.empty();
        for (int i = 0; i < golden.items().size(); i++) {
            GoldenItem item = golden.items().get(i);
            if (!(verdicts.get(i) instanceof Scored scored)) {
                misses.add(item.id() + ": no score");
                continue;
            }
            if (scored.score() != item.score()) {
                misses.add(item.id() + ": score " + scored.score() + ", recorded " + item.score());
            }
            var distance = distance(scored.probabilities(), item.logits());
            if (distance.isPresent()) {
                widest = OptionalDouble.of(Math.max(widest.orElse(0), distance.getAsDouble()));
                if (distance.getAsDouble() > golden.tolerance()) {
                    faults.add("%s: a logit is %.3f off, tolerance %.3f"
                            .formatted(item.id(), distance.getAsDouble(), golden.tolerance()));
                }
            }
        }
        int items = golden.items().size();
        if (items - misses.size() < golden.leastAgreement() * items) {
            faults.addAll(misses);
        }
        constant(verdicts).ifPresent(faults::add);
        return new Result(items, items - misses.size(), widest, golden.tolerance(), faults);
    }

    private static Dimension dimension(GoldenItem item) {
        return Dimensions.byName(item.dimension())
                .orElseThrow(() -> new IllegalArgumentException("golden item of unknown dimension " + item.id()));
    }

    private static Optional<String> constant(List<Verdict> verdicts) {
        var scores = verdicts.stream()
                .filter(Scored.class::isInstance)
                .map(verdict -> ((Scored) verdict).score())
                .distinct()
                .toList();
        return scores.size() == 1
                ? Optional.of("the scorer gives score " + scores.get(0) + " to every item")
                : Optional.empty();
    }

    private List<String> uncovered() {
        Map<String, Integer> counts = new HashMap<>();
        golden.items().forEach(item -> counts.merge(item.dimension() + " " + item.score(), 1, Integer::sum));
        return Dimensions.ALL.stream()
                .flatMap(dimension -> Dimensions.scoresOf(dimension).stream()
                        .map(score -> Dimensions.nameOf(dimension) + " " + score))
                .filter(key -> counts.getOrDefault(key, 0) < LEAST_A_CLASS)
                .map(key -> "class " + key + " has " + counts.getOrDefault(key, 0) + " golden items, at least "
                        + LEAST_A_CLASS + " are needed")
                .toList();
    }

    /** Empty where no logits are recorded; infinite where the scorer gives none or others than recorded. */
    private static OptionalDouble distance(List<ClassProbability> given, List<Double> recorded) {
        if (recorded.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (given.size() != recorded.size()) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        double widest = 0;
        for (int c = 0; c < recorded.size(); c++) {
            widest =
                    Math.max(widest, Math.abs(given.get(c).logit().orElse(Double.POSITIVE_INFINITY) - recorded.get(c)));
        }
        return OptionalDouble.of(widest);
    }

    /**
     * @param items golden items that were scored
     * @param agreed of them with the recorded score
     * @param widest largest distance of a logit from its record; empty for a scorer without logits
     * @param faults what was not as recorded; empty when passed
     */
    public record Result(int items, int agreed, OptionalDouble widest, double tolerance, List<String> faults) {
        public Result {
            faults = List.copyOf(faults);
        }

        public boolean passed() {
            return faults.isEmpty();
        }

        /** One line for logs and health: the first faults and how many there are. */
        public String summary() {
            return passed()
                    ? "golden items passed"
                    : faults.size() + " faults in " + items + " golden items, such as "
                            + String.join("; ", faults.subList(0, Math.min(3, faults.size())));
        }
    }
}
