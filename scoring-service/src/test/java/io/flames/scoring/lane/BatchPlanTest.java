package io.flames.scoring.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.lane.BatchPlan.Decision;
import io.flames.scoring.lane.BatchPlan.Waiting;
import io.flames.scoring.lane.CostProfile.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
    private static final int[] LENGTHS = {32, 128, 512};
    private static final int[] BATCHES = {1, 8, 64};

    /** A start of 1 ms, and little for each token: a GPU. */
    private static final CostProfile GPU = profile(1_000, 0.1, 64, 4096);

    /** No start, and tokens in a batch cost more than alone: a CPU whose caches overflow. */
    private static final CostProfile CPU = profile(0, 50, 16, 8192);

    @Test
    void onACpuWhoseBatchesDoNotPayEachInputGoesAlone() {
        assertThat(run(CPU, 128, 128, 128)).containsExactly(0);
    }

    @Test
    void onAGpuNeighboursInLengthJoin() {
        assertThat(run(GPU, 100, 101, 99, 100)).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void aMateThatWouldCostMoreInPaddingThanByItselfStaysOut() {
        var dear = profile(100, 1, 64, 1 << 20);

        assertThat(run(dear, 32, 512, 33)).containsExactlyInAnyOrder(0, 2);
    }

    @Test
    void theBudgetCountsPaddedTokens() {
        var small = profile(1_000, 0.1, 64, 300);

        assertThat(run(small, 100, 100, 100, 100)).hasSize(3);
        assertThat(run(small, 140, 10, 10, 10))
                .as("three would be padded to 420")
                .hasSize(2);
    }

    @Test
    void anInputOverTheBudgetGoesAlone() {
        assertThat(run(profile(1_000, 0.1, 64, 300), 500, 10)).containsExactly(0);
    }

    @Test
    void theFirstWaitsForMatesNoLongerThanItMay() {
        var plan = new BatchPlan(GPU, 2_000_000);

        assertThat(plan.next(List.of(new Waiting(100, 0)), 500_000)).isEqualTo(new Decision.Wait(1_500_000));
        assertThat(plan.next(List.of(new Waiting(100, 0)), 2_000_000)).isEqualTo(new Decision.Run(List.of(0)));
    }

    @Test
    void nobodyWaitsForMatesThatDoNotPay() {
        var plan = new BatchPlan(CPU, 2_000_000);

        assertThat(plan.next(List.of(new Waiting(100, 0)), 0)).isEqualTo(new Decision.Run(List.of(0)));
    }

    @Test
    void aFullBatchDoesNotWait() {
        var plan = new BatchPlan(profile(1_000, 0.1, 2, 4096), 2_000_000);

        assertThat(plan.next(List.of(new Waiting(100, 0), new Waiting(100, 0)), 0))
                .isEqualTo(new Decision.Run(List.of(0, 1)));
    }

    @Property
    void everyBatchHoldsTheFirstKeepsItsBoundsAndCostsNoMoreThanItsPartsAlone(
            @ForAll @Size(min = 1, max = 80) List<@IntRange(min = 1, max = 512) Integer> tokens,
            @ForAll @IntRange(min = 0, max = 2_000) int start,
            @ForAll @IntRange(min = 1, max = 40) int aToken) {
        var costs = profile(start, aToken / 10.0, 16, 2_000);

        var chosen = run(costs, tokens.stream().mapToInt(Integer::intValue).toArray());

        assertThat(chosen).contains(0).doesNotHaveDuplicates();
        assertThat(chosen.size()).isLessThanOrEqualTo(16);
        int longest = chosen.stream().mapToInt(tokens::get).max().orElseThrow();
        assertThat(chosen.size() == 1 || chosen.size() * longest <= 2_000).isTrue();
        double alone =
                chosen.stream().mapToDouble(i -> costs.micros(1, tokens.get(i))).sum();
        assertThat(costs.micros(chosen.size(), longest)).isLessThanOrEqualTo(alone + 1e-6);
    }

    private static List<Integer> run(CostProfile costs, int... tokens) {
        var waiting =
                Arrays.stream(tokens).mapToObj(count -> new Waiting(count, 0)).toList();
        return ((Decision.Run) new BatchPlan(costs, 0).next(waiting, 0)).chosen();
    }

    private static CostProfile profile(double startMicros, double microsAToken, int largest, int budget) {
        var grid = new ArrayList<Cost>();
        for (int batch : BATCHES) {
            for (int length : LENGTHS) {
                // On the CPU a batch overflows the cache: 30 % dearer.
                double overflow = startMicros == 0 && batch > 1 ? 1.3 : 1;
                grid.add(new Cost(batch, length, startMicros + microsAToken * batch * length * overflow));
            }
        }
        return new CostProfile(grid, largest, budget);
    }
}
