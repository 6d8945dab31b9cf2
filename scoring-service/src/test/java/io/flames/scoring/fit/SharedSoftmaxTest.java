package io.flames.scoring.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.scoring.fit.SharedSoftmax.Task;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedSoftmaxTest {
    private static final int WIDTH = 12;

    /** A task with little data profits from one with much where both have the same classes. */
    @Test
    void aSmallTaskLearnsFromALargeOne() {
        var large = task(600, 1);
        var small = task(6, 2);
        var test = task(600, 3);

        double alone = right(
                new SharedSoftmax(List.of(large, small), 2, 0.1, 0)
                        .fit(Lbfgs.EXACT)
                        .get(1),
                test);
        double together = right(
                new SharedSoftmax(List.of(large, small), 2, 0.1, 3)
                        .fit(Lbfgs.EXACT)
                        .get(1),
                test);

        assertThat(together).isGreaterThan(alone + 0.05);
    }

    @Test
    void withoutSharingATaskDoesNotSeeTheOther() {
        var one = task(50, 1);

        var alone = new SharedSoftmax(List.of(one), 2, 0.1, 0).fit(Lbfgs.EXACT).get(0);
        var beside = new SharedSoftmax(List.of(one, task(80, 2)), 2, 0.1, 0)
                .fit(Lbfgs.EXACT)
                .get(0);

        for (int c = 0; c < 2; c++) {
            assertThat(beside[c]).containsExactly(alone[c], within(1e-4));
        }
    }

    /** Own weights V and shared ones W of one task: of all pairs with the same sum the cheapest costs l2 / (1 + sharing). */
    @Test
    void oneTaskWithSharingIsOneTaskWithAWeakerPenalty() {
        var one = task(80, 4);
        double l2 = 0.2;
        double sharing = 3;

        var shared =
                new SharedSoftmax(List.of(one), 2, l2, sharing).fit(Lbfgs.EXACT).get(0);
        var weaker = new SharedSoftmax(List.of(one), 2, l2 / (1 + sharing), 0)
                .fit(Lbfgs.EXACT)
                .get(0);

        for (int c = 0; c < 2; c++) {
            assertThat(shared[c]).containsExactly(weaker[c], within(1e-3));
        }
    }

    private static double right(double[][] weights, Task task) {
        int right = 0;
        for (int r = 0; r < task.x().length; r++) {
            double[] logits = new double[2];
            for (int c = 0; c < 2; c++) {
                logits[c] = weights[c][WIDTH];
                for (int i = 0; i < WIDTH; i++) {
                    logits[c] += weights[c][i] * task.x()[r][i];
                }
            }
            right += (logits[1] > logits[0] ? 1 : 0) == task.y()[r] ? 1 : 0;
        }
        return (double) right / task.x().length;
    }

    /** The class is the sign of the sum of all features, with noise. */
    private static Task task(int n, long seed) {
        var random = new Random(seed);
        var x = new float[n][WIDTH];
        var y = new int[n];
        var shares = new double[n];
        for (int r = 0; r < n; r++) {
            double sum = random.nextGaussian();
            for (int i = 0; i < WIDTH; i++) {
                x[r][i] = (float) random.nextGaussian();
                sum += x[r][i];
            }
            y[r] = sum > 0 ? 1 : 0;
            shares[r] = 1.0 / n;
        }
        return new Task(x, y, shares, new int[] {0, 1});
    }
}
