package io.flames.scoring.progress.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.progress.Phase;
import io.flames.scoring.progress.Snapshot;
import io.flames.scoring.progress.Snapshot.Validation;
import io.flames.scoring.progress.Snapshots;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void everythingLiesWithinTheDrawing() {
        var chart = Chart.loss(Snapshots.training("onnx-heads", 1));

        assertThat(chart.columns()).extracting(Chart.Tick::text).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(chart.rows()).extracting(Chart.Tick::text).containsExactly("0.6", "0.8", "1.0");
        assertThat(chart.validations()).extracting(Chart.Dot::text).containsExactly("0: 1.100", "1: 0.8000");
        for (String point : (chart.line() + " " + chart.through()).split(" ")) {
            var xAndY = point.split(",");
            assertThat(Double.parseDouble(xAndY[0])).isBetween(46.0, 348.0);
            assertThat(Double.parseDouble(xAndY[1])).isBetween(10.0, 164.0);
        }
        assertThat(ys(chart.line())).as("loss falls: lines go down").isSorted();
    }

    private static double[] ys(String line) {
        return Arrays.stream(line.split(" "))
                .mapToDouble(point -> Double.parseDouble(point.split(",")[1]))
                .toArray();
    }

    @Test
    void oneValueAloneAndEqualValuesCanBeDrawn() {
        var once = Chart.accuracy(heads(1));
        var steady = Chart.accuracy(heads(3));

        assertThat(once.validations()).hasSize(1);
        assertThat(once.through()).isEmpty();
        assertThat(steady.columns()).extracting(Chart.Tick::text).containsExactly("1", "2", "3");
        assertThat(steady.rows()).hasSizeBetween(1, 12);
        assertThat(Chart.loss(heads(3)).isEmpty()).isTrue();
    }

    private static Snapshot heads(int fits) {
        var like = Snapshots.of("onnx-heads", 1, Phase.TRAINING, "");
        return new Snapshot(
                1,
                "onnx-heads",
                1,
                "heads",
                like.dataDigest(),
                "",
                like.startedAt(),
                Phase.TRAINING,
                "",
                fits,
                fits,
                fits,
                fits,
                null,
                null,
                null,
                IntStream.rangeClosed(1, fits)
                        .mapToObj(fit -> new Validation(fit, null, null, 0.7))
                        .toList(),
                List.of(),
                null);
    }
}
