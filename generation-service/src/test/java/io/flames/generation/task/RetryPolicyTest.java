package io.flames.generation.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.generation.client.CallResult.Fault;
import io.flames.generation.client.CallResult.FaultKind;
import io.flames.generation.task.RetryPolicy.Decision;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final RetryPolicy POLICY =
            new RetryPolicy(6, 20, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(10));

    @Test
    void aPermanentFaultIsNeverTriedAgain() {
        assertThat(decide(new Fault(FaultKind.PERMANENT, "HTTP 401", null), 1, 0))
                .isInstanceOf(Decision.GiveUp.class);
    }

    @Test
    void aTransientFaultIsTriedFiveTimesMore() {
        var fault = new Fault(FaultKind.TRANSIENT, "HTTP 503", null);
        assertThat(decide(fault, 5, 0)).isInstanceOf(Decision.Retry.class);
        assertThat(decide(fault, 6, 0)).isInstanceOf(Decision.GiveUp.class);
    }

    @Test
    void refusalsForTheRateAreCountedApart() {
        var refused = new Fault(FaultKind.THROTTLED, "HTTP 429", null);
        assertThat(decide(refused, 10, 9)).isEqualTo(new Decision.Retry(Duration.ofSeconds(30), 10));
        assertThat(decide(refused, 20, 19)).isInstanceOf(Decision.GiveUp.class);
        assertThat(decide(new Fault(FaultKind.TRANSIENT, "timeout", null), 15, 10))
                .isInstanceOf(Decision.Retry.class);
    }

    @Test
    void whatTheEndpointAsksForIsHonouredUpToABound() {
        var asked = new Fault(FaultKind.THROTTLED, "HTTP 429", Duration.ofSeconds(7));
        assertThat(decide(asked, 1, 0)).isEqualTo(new Decision.Retry(Duration.ofSeconds(7), 1));
        var tooLong = new Fault(FaultKind.THROTTLED, "HTTP 429", Duration.ofDays(1));
        assertThat(decide(tooLong, 1, 0)).isEqualTo(new Decision.Retry(Duration.ofMinutes(10), 1));
    }

    @Property
    void waitsGrowAreJitteredAndBounded(
            @ForAll @IntRange(min = 1, max = 5) int attempts, @ForAll @DoubleRange(min = 0, max = 0.99) double random) {
        var fault = new Fault(FaultKind.TRANSIENT, "HTTP 503", null);
        var retry = (Decision.Retry) POLICY.decide(fault, attempts, 0, () -> random);
        long full = Math.min(30_000, 500L << (attempts - 1));
        assertThat(retry.delay().toMillis()).isBetween(full / 2, full);
    }

    private static Decision decide(Fault fault, int attempts, int throttled) {
        return POLICY.decide(fault, attempts, throttled, () -> 1.0);
    }
}
