package io.flames.local.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
    @Test
    void nineOfTenAnswersTakeBetween150And600Milliseconds() {
        var times = IntStream.range(0, 10_000)
                .mapToLong(i -> Latency.REALISTIC.millisFor("sample-plain", "prompt " + i))
                .sorted()
                .toArray();

        assertThat(times[500]).isBetween(140L, 165L);
        assertThat(times[5_000]).isBetween(285L, 315L);
        assertThat(times[9_500]).isBetween(560L, 640L);
    }

    @Test
    void theSameQuestionAlwaysTakesTheSameTime() {
        assertThat(Latency.REALISTIC.millisFor("sample-plain", "一"))
                .isEqualTo(Latency.REALISTIC.millisFor("sample-plain", "一"))
                .isNotEqualTo(new Latency(300, 0.42, 2).millisFor("sample-plain", "一"));
    }

    @Test
    void aFixedLatencyIsFixed() {
        assertThat(Latency.fixed(100).millisFor("a", "b")).isEqualTo(100);
        assertThat(Latency.fixed(0).millisFor("a", "b")).isZero();
    }

    @Test
    void negativeTimesAreRefused() {
        assertThatThrownBy(() -> new Latency(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Latency(1, Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
