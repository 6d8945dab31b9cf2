package io.flames.scoring.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    @Test
    void boundsTheItems() {
        var admission = new Admission(2, 1000);

        assertThat(admission.enter(1)).isTrue();
        assertThat(admission.enter(1)).isTrue();
        assertThat(admission.enter(1)).isFalse();
        admission.leave(1);
        assertThat(admission.enter(1)).isTrue();
    }

    @Test
    void boundsTheBytesButLetsOneInAlways() {
        var admission = new Admission(10, 1000);

        assertThat(admission.enter(5_000)).isTrue();
        assertThat(admission.enter(1)).isFalse();
        admission.leave(5_000);
        assertThat(admission.enter(600)).isTrue();
        assertThat(admission.enter(401)).isFalse();
        assertThat(admission.enter(400)).isTrue();
    }

    @Test
    void whatWasRefusedHoldsNothing() {
        var admission = new Admission(100, 1_000_000);

        long entered = IntStream.range(0, 10_000)
                .parallel()
                .filter(i -> admission.enter(10))
                .count();

        assertThat(entered).isBetween(1L, 100L);
        assertThat(admission.items()).isEqualTo((int) entered);
    }
}
