package io.flames.scoring.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.fit.Lbfgs;
import io.flames.scoring.fit.Temperature;
import io.flames.scoring.heads.LinearHead;
import io.flames.scoring.train.HeadTrainer.Row;
import io.flames.scoring.train.HeadTrainer.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SoftmaxRegressionTest {
    @Test
    void threeBlobsAreToldApart() {
        var rows = blobs(300, 7);

        var head = head(rows, 0.001);

        assertThat(blobs(300, 8))
                .filteredOn(row -> row.label() == argmax(head.logits(row.features())))
                .hasSizeGreaterThan(290);
    }

    /** At the optimum of the penalised loss its gradient is zero: checked by the definition, not by the trainer's code. */
    @Test
    void theFitIsTheOptimum() {
        var rows = blobs(60, 3);
        var x = rows.stream().map(Row::features).toArray(float[][]::new);
        int[] y = rows.stream().mapToInt(Row::label).toArray();
        var weights = new double[y.length];
        java.util.Arrays.fill(weights, 1);
        double l2 = 0.1;

        double[][] fitted = new SoftmaxRegression(x, y, weights, 3, l2).fit();

        double at = loss(fitted, x, y, l2);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < fitted[c].length; i++) {
                double step = 1e-4;
                fitted[c][i] += step;
                double up = loss(fitted, x, y, l2);
                fitted[c][i] -= 2 * step;
                double down = loss(fitted, x, y, l2);
                fitted[c][i] += step;
                assertThat((up - down) / (2 * step)).isCloseTo(0, Offset.offset(1e-5));
                assertThat(at).isLessThanOrEqualTo(Math.min(up, down) + 1e-12);
            }
        }
    }

    @Test
    void theSameDataGivesTheSameWeights() {
        var one = head(blobs(100, 5), 0.01);
        var other = head(blobs(100, 5), 0.01);

        assertThat(one.weights()).isDeepEqualTo(other.weights());
        assertThat(one.bias()).isEqualTo(other.bias());
    }

    @Test
    void aTemperatureMakesBoastfulLogitsHonest() {
        var random = new Random(1);
        var logits = new ArrayList<double[]>();
        var labels = new ArrayList<Integer>();
        for (int i = 0; i < 2_000; i++) {
            // Says 0.9998 and is right three times in four: honest at ln 3, that is at temperature 8.5 / 1.0986.
            logits.add(new double[] {8.5, 0});
            labels.add(random.nextInt(4) == 0 ? 1 : 0);
        }

        assertThat(Temperature.fit(logits, labels)).isCloseTo(8.5 / Math.log(3), Offset.offset(0.6));
    }

    private static LinearHead head(List<Row> rows, double l2) {
        return HeadTrainer.fit(List.of(new Task(rows, new int[] {0, 1, 2})), l2, 0, Lbfgs.EXACT)
                .get(0);
    }

    private static double loss(double[][] weights, float[][] x, int[] y, double l2) {
        double loss = 0;
        for (int row = 0; row < x.length; row++) {
            var logits = new double[3];
            for (int c = 0; c < 3; c++) {
                logits[c] = weights[c][2] + weights[c][0] * x[row][0] + weights[c][1] * x[row][1];
            }
            double sum = Math.exp(logits[0]) + Math.exp(logits[1]) + Math.exp(logits[2]);
            loss -= Math.log(Math.exp(logits[y[row]]) / sum) / x.length;
        }
        for (double[] row : weights) {
            loss += l2 / 2 * (row[0] * row[0] + row[1] * row[1]);
        }
        return loss;
    }

    private static List<Row> blobs(int n, long seed) {
        var random = new Random(seed);
        var rows = new ArrayList<Row>();
        for (int i = 0; i < n; i++) {
            int label = i % 3;
            double angle = label * 2 * Math.PI / 3;
            rows.add(new Row(
                    new float[] {
                        (float) (3 * Math.cos(angle) + random.nextGaussian() * 0.7),
                        (float) (3 * Math.sin(angle) + random.nextGaussian() * 0.7)
                    },
                    label,
                    1));
        }
        return rows;
    }

    private static int argmax(double[] logits) {
        return io.flames.scoring.heads.LinearHead.argmax(logits);
    }
}
