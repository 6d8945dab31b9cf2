package io.flames.scoring.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long now = System.nanoTime() + SECOND;

    @Test
    void spreadsRequestsOverTheMinute() {
        var pacer = new Pacer(OptionalInt.of(60));

        assertThat(pacer.turn(now)).isZero();
        assertThat(pacer.turn(now)).isEqualTo(SECOND);
        assertThat(pacer.turn(now)).isEqualTo(2 * SECOND);
        assertThat(pacer.turn(now + 10 * SECOND)).isZero();
        assertThat(pacer.turn(now + 10 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void withoutALimitNobodyWaits() {
        var pacer = new Pacer(OptionalInt.empty());

        assertThat(pacer.turn(now)).isZero();
        assertThat(pacer.turn(now)).isZero();
    }

    @Test
    void aHoldIsForAllAndOnlyEverLonger() {
        var pacer = new Pacer(OptionalInt.empty());

        pacer.hold(Duration.ofSeconds(5), now);
        pacer.hold(Duration.ofSeconds(2), now);

        assertThat(pacer.turn(now)).isEqualTo(5 * SECOND);
        assertThat(pacer.turn(now + SECOND)).isEqualTo(4 * SECOND);
        assertThat(pacer.turn(now + 6 * SECOND)).isZero();
    }
}
