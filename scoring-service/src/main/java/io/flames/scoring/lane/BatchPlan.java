package io.flames.scoring.lane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of the waiting inputs a free worker takes next. The first in fair order is always in the batch, so that nobody
 * starves; others join it, nearest in length first, as long as the measured cost of the batch with them is below the cost
 * of scoring them by themselves. On a CPU that is never the case for most graphs, on a GPU nearly always.
 *
 * @param longestWaitNanos how long the first may wait for batch-mates while a worker is free
 */
public record BatchPlan(CostProfile costs, long longestWaitNanos) {
    /** Of so many waiting inputs, from the first in fair order on, the planner makes its choice. */
    private static final int LOOK_PER_PLACE = 4;

    public BatchPlan(LaneShape shape) {
        this(shape.costs(), shape.longestWait().toNanos());
    }

    /** Inputs that {@link #next} wants to see at most. */
    int look() {
        return costs.largestBatch() == 1 ? 1 : LOOK_PER_PLACE * costs.largestBatch();
    }

    /**
     * @param waiting in fair order, one at least
     * @param nowNanos by the clock of {@link Waiting#sinceNanos}
     */
    Decision next(List<Waiting> waiting, long nowNanos) {
        if (costs.largestBatch() == 1) {
            return new Decision.Run(List.of(0));
        }
        var chosen = batch(waiting);
        Waiting first = waiting.get(0);
        long waited = nowNanos - first.sinceNanos();
        if (chosen.size() < costs.largestBatch() && waited < longestWaitNanos && matesPay(waiting, chosen)) {
            return new Decision.Wait(longestWaitNanos - waited);
        }
        return new Decision.Run(chosen);
    }

    private List<Integer> batch(List<Waiting> waiting) {
        int ownLength = waiting.get(0).tokens();
        var byDistance = IntStream.range(1, waiting.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> Math.abs(waiting.get(i).tokens() - ownLength)))
                .toList();
        var chosen = new ArrayList<>(List.of(0));
        int length = ownLength;
        double cost = costs.micros(1, length);
        for (int i : byDistance) {
            if (chosen.size() == costs.largestBatch()) {
                break;
            }
            int tokens = waiting.get(i).tokens();
            int joinedLength = Math.max(length, tokens);
            if ((long) (chosen.size() + 1) * joinedLength > costs.tokenBudget()) {
                continue;
            }
            double joined = costs.micros(chosen.size() + 1, joinedLength);
            if (joined < cost + costs.micros(1, tokens)) {
                chosen.add(i);
                length = joinedLength;
                cost = joined;
            }
        }
        return chosen;
    }

    /** One more of the same length would cost less in the batch than alone, and fits. */
    private boolean matesPay(List<Waiting> waiting, List<Integer> chosen) {
        int length =
                chosen.stream().mapToInt(i -> waiting.get(i).tokens()).max().orElseThrow();
        int size = chosen.size();
        return (long) (size + 1) * length <= costs.tokenBudget()
                && costs.micros(size + 1, length) < costs.micros(size, length) + costs.micros(1, length);
    }

    /**
     * An input that waits.
     *
     * @param tokens what it pads its batch-mates to
     * @param sinceNanos when it came, on a clock that never goes back
     */
    record Waiting(int tokens, long sinceNanos) {}

    /** What a free worker does. */
    sealed interface Decision {
        /** @param chosen indices of the waiting inputs, the first in fair order (0) among them */
        record Run(List<Integer> chosen) implements Decision {
            public Run {
                chosen = List.copyOf(chosen);
            }
        }

        /** @param nanos until it decides anew, or sooner when more inputs come */
        record Wait(long nanos) implements Decision {}
    }
}
