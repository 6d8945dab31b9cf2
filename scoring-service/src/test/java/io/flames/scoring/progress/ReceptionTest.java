package io.flames.scoring.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.progress.Reception.OfAnother;
import io.flames.scoring.progress.Reception.Older;
import io.flames.scoring.progress.Reception.Repeated;
import io.flames.scoring.progress.Reception.Taken;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceptionTest {
    private static final Optional<Snapshot> KEPT = Optional.of(Snapshots.training("mine", 10));

    @Test
    void theNewestIsTakenAndAnOlderOneNever() {
        assertThat(Reception.of(Optional.empty(), Snapshots.training("mine", 1)))
                .isEqualTo(new Taken());
        assertThat(Reception.of(KEPT, Snapshots.training("mine", 11))).isEqualTo(new Taken());
        assertThat(Reception.of(KEPT, Snapshots.training("mine", 10))).isEqualTo(new Repeated());
        assertThat(Reception.of(KEPT, Snapshots.training("mine", 9))).isEqualTo(new Older(10));
    }

    @Test
    void anEndedTrainingThatIsResumedRunsAgain() {
        var failed = Snapshots.of("mine", 10, Phase.FAILED, "interrupted");

        assertThat(Reception.of(Optional.of(failed), Snapshots.training("mine", 11)))
                .isEqualTo(new Taken());
    }

    @Test
    void anIdIsOneTrainings() {
        assertThat(Reception.of(KEPT, Snapshots.training("yours", 11))).isEqualTo(new OfAnother("mine@3 (full)"));
    }
}
