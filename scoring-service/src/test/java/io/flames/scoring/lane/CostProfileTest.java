package io.flames.scoring.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.flames.scoring.lane.CostProfile.Cost;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostProfileTest {
    private static final CostProfile MEASURED = new CostProfile(
            List.of(new Cost(1, 100, 10), new Cost(1, 200, 30), new Cost(4, 100, 20), new Cost(4, 200, 60)), 8, 4096);

    @Test
    void givesBackWhatWasMeasured() {
        assertThat(MEASURED.micros(4, 200)).isEqualTo(60);
    }

    @Test
    void isLinearInBetween() {
        assertThat(MEASURED.micros(1, 150)).isEqualTo(20);
        assertThat(MEASURED.micros(2, 150)).isCloseTo(20 + (40 - 20) / 3.0, within(1e-9));
    }

    @Test
    void beyondTheGridItGrowsInProportion() {
        assertThat(MEASURED.micros(8, 400)).isEqualTo(60 * 2 * 2);
    }

    @Test
    void belowTheGridItIsTheSmallest() {
        assertThat(MEASURED.micros(1, 3)).isEqualTo(10);
    }

    @Test
    void aGridWithAHoleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CostProfile(
                        List.of(new Cost(1, 100, 10), new Cost(1, 200, 30), new Cost(4, 100, 20)), 4, 1000))
                .withMessageContaining("each length");
    }

    @Test
    void batchesWithoutMeasurementAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CostProfile(List.of(), 2, 1000));
    }
}
