package io.flames.scoring.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.Snapshot.CurvePoint;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LossCurveTest {
    private final LossCurve curve = new LossCurve();

    @Test
    void manyPointsAreThinnedOutEvenly() {
        for (int i = 1; i <= 10_000; i++) {
            curve.add(i / 1000.0, 1.0 / i);
        }

        var epochs = curve.points().stream().mapToDouble(CurvePoint::epoch).toArray();
        assertThat(epochs).hasSizeBetween(Snapshot.MOST_POINTS / 2, Snapshot.MOST_POINTS);
        double gap = epochs[1] - epochs[0];
        assertThat(DoubleStream.iterate(1, i -> i < epochs.length, i -> i + 1))
                .allSatisfy(i -> assertThat(epochs[(int) (double) i] - epochs[(int) (double) i - 1])
                        .isCloseTo(gap, org.assertj.core.data.Offset.offset(1e-9)));
        assertThat(epochs[epochs.length - 1]).isGreaterThan(9.9);
    }

    @Test
    void aResumedTrainingOverwritesWhatItDoesAgain() {
        curve.add(0.5, 3);
        curve.add(1.0, 2);
        curve.add(1.5, 1);

        curve.add(1.0, 2.5);

        assertThat(curve.points()).containsExactly(new CurvePoint(0.5, 3), new CurvePoint(1.0, 2.5));
    }

    @Test
    void whatIsNoNumberIsPassedOver() {
        curve.add(0.5, Double.NaN);
        curve.add(1.0, Double.POSITIVE_INFINITY);

        assertThat(curve.points()).isEmpty();
    }
}
