package io.flames.scoring.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.lane.CostProfile.Cost;
import io.flames.scoring.onnx.MachineProfile.BatchSize;
import io.flames.scoring.onnx.MachineProfile.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    @Test
    void theFastestSettingWins() {
        assertThat(Choice.setting(List.of(setting(1, 1, 40), setting(2, 1, 50), setting(1, 2, 45)))
                        .sessions())
                .isEqualTo(2);
    }

    @Test
    void ofSettingsAsFastWithinChanceTheOneWithFewerCopiesWins() {
        assertThat(Choice.setting(List.of(setting(2, 1, 50.5), setting(1, 1, 50)))
                        .sessions())
                .isEqualTo(1);
    }

    @Test
    void batchesHaveToGainMoreThanChance() {
        assertThat(Choice.largestBatch(List.of(size(1, 50), size(8, 51)))).isEqualTo(1);
        assertThat(Choice.largestBatch(List.of(size(1, 50), size(8, 90), size(16, 92))))
                .isEqualTo(8);
    }

    @Test
    void theTokenBudgetIsTheLargestBatchThatCostsLessThanItsInputsAlone() {
        var grid = List.of(new Cost(1, 64, 100), new Cost(8, 64, 400), new Cost(1, 512, 1000), new Cost(8, 512, 9000));

        assertThat(Choice.tokenBudget(grid, 8)).isEqualTo(8 * 64);
        assertThat(Choice.tokenBudget(grid, 1)).isEqualTo(512);
    }

    @Test
    void whoIsAloneWaitsForNobody() {
        var grid = List.of(new Cost(1, 64, 1000), new Cost(8, 64, 2000));

        assertThat(Choice.longestWaitMicros(grid, 1)).isZero();
        assertThat(Choice.longestWaitMicros(grid, 8)).isEqualTo(500);
    }

    private static Setting setting(int sessions, int threads, double rate) {
        return new Setting(sessions, threads, 1, rate, rate, rate);
    }

    private static BatchSize size(int batch, double rate) {
        return new BatchSize(batch, rate, rate, rate);
    }
}
