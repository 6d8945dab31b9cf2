package io.flames.scoring.registry.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeldOutIntakeTest {
    private static final byte[] LINE =
            """
            {"dimension": "Safety", "prompt": "p", "response": "r", "score": 3}
            """
                    .getBytes(StandardCharsets.UTF_8);

    private final AtomicLong clock = new AtomicLong();
    private final HeldOutIntake intake = new HeldOutIntake(clock::get);

    @Test
    void dataThatDripsIsGivenUpAndTheNextIsRead() throws IOException {
        assertThatThrownBy(() -> intake.take(dripping(Duration.ofSeconds(1)), 10, HeldOut::items))
                .isInstanceOf(DataTooSlowException.class)
                .hasMessageContaining("31 bytes came in 31 s, expected at least 65536 a second after the first 30 s");

        assertThat(intake.take(dripping(Duration.ofMillis(1)), 10, HeldOut::items))
                .hasSize(1);
    }

    /** A byte at a time, each after as long. */
    private InputStream dripping(Duration each) {
        return new ByteArrayInputStream(LINE) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                clock.addAndGet(each.toNanos());
                return super.read(into, offset, Math.min(length, 1));
            }
        };
    }
}
