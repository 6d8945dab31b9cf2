package io.flames.scoring.progress.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.progress.Phase;
import io.flames.scoring.progress.Reception;
import io.flames.scoring.progress.Snapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemoryTrainingsTest {
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);
    private static final UUID THREE = new UUID(0, 3);

    private static final Duration SILENT_AFTER = Duration.ofMinutes(5);

    private Instant now = Instant.parse("2026-01-31T10:00:00Z");
    private final MemoryTrainings trainings = new MemoryTrainings(2, SILENT_AFTER, clock());

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    @Test
    void theOneThatWasSilentLongestIsForgotten() {
        trainings.put(ONE, Snapshots.training("one", 1));
        now = now.plusSeconds(1);
        trainings.put(TWO, Snapshots.training("two", 1));
        now = now.plus(SILENT_AFTER).plusSeconds(1);
        trainings.put(ONE, Snapshots.training("one", 2));
        trainings.put(THREE, Snapshots.training("three", 1));

        assertThat(trainings.newest(10)).extracting(Heard::id).containsExactlyInAnyOrder(ONE, THREE);
    }

    @Test
    void oneThatRunsIsNotForgottenForANewOne() {
        trainings.put(ONE, Snapshots.training("one", 1));
        trainings.put(TWO, Snapshots.training("two", 1));
        now = now.plusSeconds(1);

        assertThat(trainings.put(THREE, Snapshots.training("three", 1))).isEqualTo(new Reception.Full(2));
        assertThat(trainings.newest(10)).extracting(Heard::id).containsExactlyInAnyOrder(ONE, TWO);

        trainings.put(TWO, Snapshots.of("two", 2, Phase.DONE, ""));
        assertThat(trainings.put(THREE, Snapshots.training("three", 1))).isEqualTo(new Reception.Taken());
        assertThat(trainings.newest(10)).extracting(Heard::id).containsExactlyInAnyOrder(ONE, THREE);
    }

    @Test
    void whatHasEndedOrIsSilentForTooLongDoesNotRun() {
        trainings.put(ONE, Snapshots.training("one", 1));
        now = now.plusSeconds(100);
        trainings.put(TWO, Snapshots.of("two", 1, Phase.DONE, ""));

        assertThat(trainings.running(Duration.ofSeconds(100), 10))
                .extracting(Heard::id)
                .containsExactly(ONE);
        assertThat(trainings.running(Duration.ofSeconds(99), 10)).isEmpty();
        assertThat(trainings.find(ONE).orElseThrow().silent(Duration.ofSeconds(99)))
                .isTrue();
        assertThat(trainings.find(TWO).orElseThrow().silent(Duration.ofSeconds(0)))
                .isFalse();
    }
}
