package io.flames.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartDelayTest {
    @Test
    void delaysDoubleUpToTenSeconds() {
        assertThat(RestartDelay.after(1)).isEqualTo(Duration.ofMillis(250));
        assertThat(RestartDelay.after(2)).isEqualTo(Duration.ofMillis(500));
        assertThat(RestartDelay.after(6)).isEqualTo(Duration.ofSeconds(8));
        assertThat(RestartDelay.after(7)).isEqualTo(Duration.ofSeconds(10));
        assertThat(RestartDelay.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
    }
}
