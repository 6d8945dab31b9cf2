package io.flames.scoring.golden;

import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.scorer.ScoringInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a scorer gives what was recorded for it. It passes when the items cover every class of every head at least
 * {@value #LEAST_A_CLASS} times, each item gets its recorded class, and each logit lies within the tolerance. A constant
 * or shuffled output fails at the first class that is not its own.
 */
public final class SelfTest {
    /** Golden items that each class of each head has at least. */
    public static final int LEAST_A_CLASS = 3;

    private final List<GoldenItem> items;
    private final double tolerance;

    /** @param tolerance absolute, on a logit: int8 kernels differ between instruction sets */
    public SelfTest(List<GoldenItem> items, double tolerance) {
        this.items = List.copyOf(items);
        this.tolerance = tolerance;
    }

    /** @param logits the scorer: the logits of the input's head, or empty where it gives none */
    public Result run(Function<ScoringInput, Optional<double[]>> logits) {
        var faults = new ArrayList<>(uncovered());
        double widest = 0;
        // On all processors: nobody else is served yet.
        var answers = items.parallelStream()
                .map(item -> logits.apply(new ScoringInput(dimension(item), item.prompt(), item.response())))
                .toList();
        for (int i = 0; i < items.size(); i++) {
            GoldenItem item = items.get(i);
            var given = answers.get(i);
            if (given.isEmpty() || !Arrays.stream(given.get()).allMatch(Double::isFinite)) {
                faults.add(item.id() + ": no logits");
                continue;
            }
            int score = Dimensions.scoresOf(dimension(item)).get(LinearHead.argmax(given.get()));
            if (score != item.score()) {
                faults.add(item.id() + ": score " + score + ", recorded " + item.score());
            }
            double distance = distance(given.get(), item.logits());
            widest = Math.max(widest, distance);
            if (distance > tolerance) {
                faults.add("%s: a logit is %.3f off, tolerance %.3f".formatted(item.id(), distance, tolerance));
            }
        }
        return new Result(items.size(), widest, tolerance, faults);
    }

    private static Dimension dimension(GoldenItem item) {
        return Dimensions.byName(item.dimension())
                .orElseThrow(() -> new IllegalArgumentException("golden item of unknown dimension " + item.id()));
    }

    private List<String> uncovered() {
        Map<String, Integer> counts = new HashMap<>();
        items.forEach(item -> counts.merge(item.dimension() + " " + item.score(), 1, Integer::sum));
        return Dimensions.ALL.stream()
                .flatMap(dimension -> Dimensions.scoresOf(dimension).stream()
                        .map(score -> Dimensions.nameOf(dimension) + " " + score))
                .filter(key -> counts.getOrDefault(key, 0) < LEAST_A_CLASS)
                .map(key -> "class " + key + " has " + counts.getOrDefault(key, 0) + " golden items, at least "
                        + LEAST_A_CLASS + " are needed")
                .toList();
    }

    private static double distance(double[] given, List<Double> recorded) {
        if (given.length != recorded.size()) {
            return Double.POSITIVE_INFINITY;
        }
        double widest = 0;
        for (int c = 0; c < given.length; c++) {
            widest = Math.max(widest, Math.abs(given[c] - recorded.get(c)));
        }
        return widest;
    }

    /**
     * @param items golden items that were scored
     * @param widest largest distance of a logit from its record
     * @param faults what was not as recorded; empty when passed
     */
    public record Result(int items, double widest, double tolerance, List<String> faults) {
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
