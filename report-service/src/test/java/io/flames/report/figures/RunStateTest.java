package io.flames.report.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.report.store.Views.Counts;
import io.flames.report.store.Views.Outcomes;
import io.flames.report.store.Views.Run;
import io.flames.report.store.Views.RunEnd;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunStateTest {
    private static final UUID ID = new UUID(1, 2);
    private static final OffsetDateTime AT = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    @Test
    void aRunIsCompleteOnlyWhenAllIsThereAndJudged() {
        var ended = new Outcomes(8, 0, 0, 1, 0, 1);

        assertThat(state(null, ended, 9, 0)).isEqualTo(RunState.RUNNING);
        assertThat(state(end(ended), new Outcomes(7, 0, 0, 1, 0, 1), 8, 0)).isEqualTo(RunState.CATCHING_UP);
        assertThat(state(end(ended), new Outcomes(8, 0, 0, 0, 1, 1), 8, 0)).isEqualTo(RunState.CATCHING_UP);
        assertThat(state(end(ended), ended, 8, 0)).isEqualTo(RunState.SCORING);
        assertThat(state(end(ended), ended, 9, 0)).isEqualTo(RunState.COMPLETE);
        assertThat(state(end(ended), ended, 8, 1)).isEqualTo(RunState.COMPLETE);
    }

    @Test
    void aRunThatEndedShortOrWasCancelledIsPartial() {
        var half = new Outcomes(5, 0, 0, 0, 0, 0);

        assertThat(state(end(half), half, 5, 0)).isEqualTo(RunState.INCOMPLETE);
        assertThat(state(new RunEnd(true, half, AT, "by hand"), half, 5, 0)).isEqualTo(RunState.CANCELLED);
        assertThat(RunState.values()).filteredOn(state -> !state.isPartial()).containsExactly(RunState.COMPLETE);
    }

    private static RunEnd end(Outcomes outcomes) {
        return new RunEnd(false, outcomes, AT, "");
    }

    private static RunState state(@Nullable RunEnd end, Outcomes outcomes, long scored, long unscorable) {
        var run =
                new Run(ID, ID, "set", 1, "", "target", ID, 1, "", "model", "", "", false, 1, 10, "manual", AT, end, 3);
        return RunState.of(run, new Counts(outcomes, scored, unscorable, 10, 0, 0, AT));
    }
}
