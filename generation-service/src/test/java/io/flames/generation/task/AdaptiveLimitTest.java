package io.flames.generation.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
    @Test
    void aRoundOfRefusalsHalvesOnceAndSuccessesRaiseAgain() {
        var limit = new AdaptiveLimit(16);
        IntStream.range(0, 16).forEach(i -> limit.refused());
        assertThat(limit.within(16)).isEqualTo(8);

        IntStream.range(0, 9).forEach(i -> limit.succeeded(16));
        assertThat(limit.within(16)).isEqualTo(9);
    }

    @Test
    void neverBelowOneNorOverTheTargetsOwn() {
        var limit = new AdaptiveLimit(4);
        IntStream.range(0, 100).forEach(i -> limit.refused());
        assertThat(limit.within(4)).isEqualTo(1);
        IntStream.range(0, 100).forEach(i -> limit.succeeded(4));
        assertThat(limit.within(4)).isEqualTo(4);
        assertThat(limit.within(2)).isEqualTo(2);
    }
}
