package io.flames.scoring.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotJsonTest {
    private static final Snapshot SNAPSHOT = Snapshots.training("onnx-heads", 17);

    @Test
    void whatIsWrittenIsRead() {
        assertThat(read(SnapshotJson.write(SNAPSHOT))).isEqualTo(SNAPSHOT);
    }

    @Test
    void aNewerTrainerMaySayMore() {
        assertThat(read(SnapshotJson.write(SNAPSHOT).replaceFirst("\\{", "{\"gradientNorm\":1.5,")))
                .isEqualTo(SNAPSHOT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "sequence":17                | "sequence":0                  | sequence: expected a whole number from 1
                    "sequence":17                | "sequence":17.5               | sequence: expected a whole number
                    "sequence":17                | "sequence":"17"               | sequence: expected a whole number
                    "sequence":17                | "sequence":99999999999999999999 | sequence: expected a whole number
                    "sequence":17                | "sequences":17                | sequence: expected a whole number
                    "name":"onnx-heads"          | "name":"<script>"             | name: expected 1 to 64 letters
                    "name":"onnx-heads"          | "name":null                   | name: expected 1 to 64 letters
                    "mode":"full"                | "mode":"FULL"                 | mode: expected 1 to 32 small letters
                    "dataDigest":"0123           | "dataDigest":"xyz             | dataDigest: expected SHA-256
                    "host":"gpu-1"               | "host":"a b"                  | host: expected at most 255
                    2026-01-31T10:00:00Z         | yesterday                     | startedAt: expected a time such as
                    2026-01-31T10:00:00Z         | +999999999-01-01T00:00:00Z    | startedAt: expected a time such as
                    "phase":"training"           | "phase":"resting"             | phase: expected one of starting, features
                    "reason":""                  | "reason":"a\\u0000b"          | reason: expected at most 500
                    "epoch":2                    | "epoch":6                     | epoch: expected at most epochs, which is 5
                    "step":150                   | "step":-1                     | step: expected a whole number from 0
                    "step":150                   | "step":501                    | step: expected at most steps, which is 500
                    "itemsPerSecond":41.5        | "itemsPerSecond":1e999        | itemsPerSecond: expected a number
                    "accuracy":0.62              | "accuracy":1.62               | validations[1].accuracy: expected a number from 0.0 to 1.0
                    "accuracy":0.41              | "acc":0.41                    | validations[0].accuracy: expected a number
                    {"epoch":1,"trainingLoss"    | {"epoch":0,"trainingLoss"     | validations[1].epoch: expected more than the one before
                    {"epoch":0.5,                | {"epoch":NaN,                 | no JSON that can be read: line 1
                    "curve":[                    | "curve":[7,                   | curve[0]: expected an object
                    "curve":[                    | "curve":{},"course":[         | curve: expected a list
                    """)
    void whatIsWrongIsSaid(String right, String wrong, String said) {
        var json = SnapshotJson.write(SNAPSHOT);
        assertThat(json).contains(right);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json.replace(right, wrong)))
                .withMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "7", "{", "{} {}", "{\"name\":1,\"name\":2}", "\u0000"})
    void whatIsNoSnapshotIsRefused(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(body)).withMessageContaining("the body");
    }

    @Test
    void listsAreBounded() {
        var many = IntStream.rangeClosed(0, Snapshot.MOST_POINTS)
                .mapToObj(i -> "{\"epoch\":" + i + ",\"loss\":1}")
                .collect(Collectors.joining(",", "\"curve\":[", "]"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(SnapshotJson.write(SNAPSHOT).replaceFirst("\"curve\":\\[.*]", many)))
                .withMessage("curve: expected a list of at most 200 objects");
    }

    @Test
    void deepNestingIsNoStackOverflow() {
        assertThatIllegalArgumentException().isThrownBy(() -> read("[".repeat(SnapshotJson.MOST_BYTES)));
    }

    private static Snapshot read(String json) {
        return SnapshotJson.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
