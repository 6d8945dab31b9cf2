package io.flames.scoring.calibrate;

import io.flames.scoring.lane.CostProfile.Cost;
import io.flames.scoring.onnx.MachineProfile.BatchSize;
import io.flames.scoring.onnx.MachineProfile.Setting;
import java.util.Comparator;
import java.util.List;

/** What follows from the figures. */
final class Choice {
    /** Throughput that a larger setting has to gain: below it chance decides. */
    private static final double GAIN = 1.03;

    private static final long LONGEST_WAIT_MICROS = 20_000;

    private Choice() {}

    /** The fastest; the first of those that are as fast within chance, so the fewest copies of the weights. */
    static Setting setting(List<Setting> measured) {
        double best =
                measured.stream().mapToDouble(Setting::itemsPerSecond).max().orElseThrow();
        return measured.stream()
                .filter(setting -> setting.itemsPerSecond() * GAIN >= best)
                .min(Comparator.comparingInt(Setting::sessions).thenComparingInt(Setting::threads))
                .orElseThrow();
    }

    /** The batch with the highest throughput, 1 where none is faster beyond chance. */
    static int largestBatch(List<BatchSize> measured) {
        double best =
                measured.stream().mapToDouble(BatchSize::itemsPerSecond).max().orElseThrow();
        return measured.stream()
                .filter(size -> size.itemsPerSecond() * GAIN >= best)
                .mapToInt(BatchSize::batch)
                .min()
                .orElseThrow();
    }

    /** The most padded tokens that were measured to cost less together than one by one. */
    static int tokenBudget(List<Cost> grid, int largestBatch) {
        return grid.stream()
                .filter(cost -> cost.batch() <= largestBatch)
                .filter(cost -> cost.micros() < cost.batch() * alone(grid, cost.tokens()))
                .mapToInt(cost -> cost.batch() * cost.tokens())
                .max()
                .orElseGet(() -> grid.stream().mapToInt(Cost::tokens).max().orElse(1));
    }

    /** Half the time of one input in the middle of the lengths: waiting longer than working does not pay. */
    static long longestWaitMicros(List<Cost> grid, int largestBatch) {
        if (largestBatch == 1) {
            return 0;
        }
        var alone = grid.stream()
                .filter(cost -> cost.batch() == 1)
                .mapToDouble(Cost::micros)
                .sorted()
                .toArray();
        return Math.min(LONGEST_WAIT_MICROS, (long) (alone[alone.length / 2] / 2));
    }

    private static double alone(List<Cost> grid, int tokens) {
        return grid.stream()
                .filter(cost -> cost.batch() == 1 && cost.tokens() == tokens)
                .mapToDouble(Cost::micros)
                .findFirst()
                .orElseThrow();
    }
}
