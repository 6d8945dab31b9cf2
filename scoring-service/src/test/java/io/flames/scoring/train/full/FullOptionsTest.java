package io.flames.scoring.train.full;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.scoring.heads.Features;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullOptionsTest {
    private static final Path OUT = Path.of("out");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | x | unknown setting nonsense, the mode full knows batch, checkpoint-steps",
                "epochs | 0 | epochs is 0, expected 1 to 1000",
                "epochs | many | epochs is many, expected a whole number",
                "lr | NaN | lr is NaN, expected above 0 and below 1",
                "lr | quick | lr is quick, expected a number",
                "max-tokens | 513 | max-tokens is 513, expected 16 to 512",
                "freeze | 6 | freeze is 6, expected 0 to 5",
                "features | all | features is all, expected one of cls, response_mean",
                "checkpoint-steps | 0 | checkpoint-steps is 0, expected 1 or more",
                "threads | -1 | threads is -1, expected 0 or more",
                "resume | maybe | resume is maybe, expected true or false",
            })
    void aWrongSettingIsRefusedWithWhatIsAllowed(String key, String value, String told) {
        assertThatThrownBy(() -> FullOptions.of(Map.of(key, value), OUT, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    @Test
    void whatIsNotSetIsAsByDefault() {
        var options =
                FullOptions.of(Map.of("lr", "1e-4", "features", "cls", "resume", "true", "device", "cuda"), OUT, 7);

        assertThat(options.settings().rate()).isEqualTo(1e-4);
        assertThat(options.settings().features()).isEqualTo(Features.CLS);
        assertThat(options.settings().seed()).isEqualTo(7);
        assertThat(options.settings().batch()).isEqualTo(FullSettings.DEFAULT.batch());
        assertThat(options.where()).isEqualTo(new FullTraining.Where(OUT, "cuda", true, false, 50, 0));
    }
}
