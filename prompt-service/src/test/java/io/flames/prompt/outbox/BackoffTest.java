package io.flames.prompt.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration MIN = Duration.ofMillis(500);
    private static final Duration MAX = Duration.ofSeconds(30);

    @Test
    void doublesUpToTheLongest() {
        var longest = new Backoff(MIN, MAX, () -> 1.0);
        assertThat(longest.after(1)).isEqualTo(MIN);
        assertThat(longest.after(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(longest.after(7)).isEqualTo(MAX);
        assertThat(longest.after(Integer.MAX_VALUE)).isEqualTo(MAX);
    }

    @Property
    void staysBetweenHalfAndWhole(
            @ForAll @IntRange(min = 1) int failures, @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        Duration whole = new Backoff(MIN, MAX, () -> 1.0).after(failures);
        assertThat(new Backoff(MIN, MAX, () -> random).after(failures)).isBetween(whole.dividedBy(2), whole);
    }
}
