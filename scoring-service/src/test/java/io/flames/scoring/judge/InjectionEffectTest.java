package io.flames.scoring.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flames.scoring.judge.InjectionEffect.Pair;
import io.flames.scoring.judge.InjectionEffect.Share;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InjectionEffectTest {
    @Test
    void eachDirectionIsCountedAmongThoseThatCanMoveSo() {
        var effect = InjectionEffect.of(
                List.of(pair(1, 3), pair(1, 1), pair(2, 1), pair(2, 2), pair(3, 2), pair(3, 0), pair(0, 3)));

        assertThat(effect.items()).isEqualTo(6);
        assertThat(effect.baseScores()).isEqualTo(Map.of(1, 2, 2, 2, 3, 2));
        assertThat(effect.up()).extracting(Share::moved, Share::n).containsExactly(1, 4);
        assertThat(effect.down()).extracting(Share::moved, Share::n).containsExactly(2, 4);
        assertThat(effect.unscorable()).extracting(Share::moved, Share::n).containsExactly(1, 6);
    }

    /** The closed form by hand: 0 of n has the upper bound z2 / (n + z2); half of n lies symmetrically around a half. */
    @Test
    void theIntervalIsWilsons() {
        assertThat(Share.of(0, 10).low()).isZero();
        assertThat(Share.of(0, 10).high()).isCloseTo(0.2775, within(1e-4));
        assertThat(Share.of(5, 10).low()).isCloseTo(0.2366, within(1e-4));
        assertThat(Share.of(5, 10).high()).isCloseTo(0.7634, within(1e-4));
        assertThat(Share.of(0, 0)).isEqualTo(new Share(0, 0, 0, 0, 1));
    }

    @Test
    void paddingHasTheInjectionsLengthAndPlace() {
        assertThat(InjectionItem.shipped()).allSatisfy(item -> {
            assertThat(item.padded()).hasSameSizeAs(item.injected()).contains(item.response());
            assertThat(item.padded().indexOf(item.response()))
                    .isEqualTo(item.injected().indexOf(item.response()));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--scoring", "--what", "--json"})
    void aWrongCommandLineIsSaid(String line) {
        var err = new ByteArrayOutputStream();

        int code = InjectionMain.run(
                line.isEmpty() ? new String[0] : line.split(" "),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage");
    }

    private static Pair pair(int without, int with) {
        return new Pair(
                without == 0 ? OptionalInt.empty() : OptionalInt.of(without),
                with == 0 ? OptionalInt.empty() : OptionalInt.of(with));
    }
}
