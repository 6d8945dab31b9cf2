package io.flames.report.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {
    /** The first two are in R. G. Newcombe, Statistics in Medicine 17, 1998, table I (method 3, without correction). */
    @ParameterizedTest
    @CsvSource({
        "81, 263, 25.53, 36.62",
        "15, 148, 6.24, 16.05",
        "0, 20, 0, 16.11",
        "1, 29, 0.61, 17.18",
        "29, 29, 88.30, 100",
        "5, 10, 23.66, 76.34"
    })
    void knownValues(long successes, long trials, double low, double high) {
        var interval = Wilson.of(successes, trials);

        assertThat(interval.low()).isCloseTo(low, within(0.006));
        assertThat(interval.high()).isCloseTo(high, within(0.006));
    }

    @Test
    void refusesWhatIsNoProportion() {
        assertThatIllegalArgumentException().isThrownBy(() -> Wilson.of(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Wilson.of(0, 0));
    }
}
