package io.flames.scoring.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.scoring.fit.SparseSoftmax.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedSparseSoftmaxTest {
    private static final int WIDTH = 12;

    @Test
    void itsWeightsAreThoseOfTheFitOverTheSameRowsWrittenOut() {
        var random = new Random(3);
        var three = rows(random);
        var two = rows(random);
        int[] labelsOfThree = IntStream.range(0, 40).map(i -> i * 7 % 3).toArray();
        int[] labelsOfTwo = IntStream.range(0, 40).map(i -> i * 5 % 2).toArray();
        var shares = IntStream.range(0, 40).mapToDouble(i -> 1.0 / 40).toArray();
        int[] all = {0, 1, 2};
        int[] outer = {0, 2};

        var sparse = new SharedSparseSoftmax(
                        List.of(
                                new SharedSparseSoftmax.Task(sparse(three), labelsOfThree, shares, all),
                                new SharedSparseSoftmax.Task(sparse(two), labelsOfTwo, shares, outer)),
                        WIDTH,
                        3,
                        0.01,
                        3)
                .fit(Lbfgs.EXACT);
        var dense = new SharedSoftmax(
                        List.of(
                                new SharedSoftmax.Task(three, labelsOfThree, shares, all),
                                new SharedSoftmax.Task(two, labelsOfTwo, shares, outer)),
                        3,
                        0.01,
                        3)
                .fit(Lbfgs.EXACT);

        for (int t = 0; t < 2; t++) {
            int classes = dense.get(t).length;
            for (int c = 0; c < classes; c++) {
                for (int i = 0; i <= WIDTH; i++) {
                    assertThat(sparse.get(t)[i * classes + c]).isCloseTo(dense.get(t)[c][i], within(1e-3));
                }
            }
        }
    }

    /** Most numbers are 0. */
    private static float[][] rows(Random random) {
        var rows = new float[40][WIDTH];
        for (float[] row : rows) {
            for (int k = 0; k < 4; k++) {
                row[random.nextInt(WIDTH)] = random.nextFloat();
            }
        }
        return rows;
    }

    private static List<Row> sparse(float[][] rows) {
        var sparse = new ArrayList<Row>();
        for (float[] row : rows) {
            int[] set = IntStream.range(0, row.length).filter(i -> row[i] != 0).toArray();
            var values = new float[set.length];
            for (int k = 0; k < set.length; k++) {
                values[k] = row[set[k]];
            }
            sparse.add(new Row(set, values));
        }
        return sparse;
    }
}
