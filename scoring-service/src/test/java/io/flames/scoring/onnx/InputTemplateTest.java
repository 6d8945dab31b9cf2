package io.flames.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.flames.scoring.heads.Reading;
import io.flames.scoring.onnx.InputTemplate.Pass;
import java.util.EnumSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputTemplateTest {
    @Test
    void joinsPromptAndResponse() {
        var pair = pass(Reading.PAIR, new int[] {1, 2}, new int[] {3, 4, 5});

        assertThat(pair.ids()).containsExactly(101, 1, 2, 102, 3, 4, 5, 102);
        assertThat(pair.responseStart()).isEqualTo(4);
        assertThat(pair.segment()).isEqualTo(1);
        assertThat(pair.truncated()).isFalse();
    }

    @Test
    void keepsHeadAndTailOfALongResponse() {
        int[] prompt = IntStream.range(1000, 1009).toArray();
        int[] response = IntStream.range(2000, 3000).toArray();

        var pair = pass(Reading.PAIR, prompt, response);

        assertThat(pair.length()).isEqualTo(512);
        assertThat(pair.truncated()).isTrue();
        assertThat(pair.ids()).startsWith(101, 1000).endsWith(2998, 2999, 102);
        assertThat(pair.ids()[pair.responseStart()]).isEqualTo(2000);
        assertThat(pair.ids()[pair.responseStart() + 249]).isEqualTo(2249);
        assertThat(pair.ids()[pair.responseStart() + 250]).isEqualTo(2750);
    }

    @Test
    void aResponseThatJustFitsIsWhole() {
        var pair = pass(Reading.PAIR, new int[400], new int[109]);

        assertThat(pair.length()).isEqualTo(512);
        assertThat(pair.truncated()).isFalse();
    }

    @Test
    void aResponseOfOneMoreIsTruncated() {
        var pair = pass(Reading.PAIR, new int[400], new int[110]);

        assertThat(pair.length()).isEqualTo(512);
        assertThat(pair.truncated()).isTrue();
    }

    @Test
    void aPromptThatFillsTheInputHasNone() {
        assertThat(InputTemplate.apply(new int[401], new int[1], EnumSet.allOf(Reading.class)))
                .isEmpty();
    }

    @Test
    void theResponseAloneHasNoPrompt() {
        var alone = pass(Reading.RESPONSE_ALONE, new int[] {1, 2}, new int[] {3, 4, 5});

        assertThat(alone.ids()).containsExactly(101, 3, 4, 5, 102);
        assertThat(alone.responseStart()).isEqualTo(1);
        assertThat(alone.segment()).isZero();
        assertThat(alone.truncated()).isFalse();
    }

    @Test
    void theResponseAloneHasRoomForMoreOfIt() {
        var whole = pass(Reading.RESPONSE_ALONE, new int[400], new int[510]);
        var cut = pass(
                Reading.RESPONSE_ALONE,
                new int[400],
                IntStream.range(2000, 2511).toArray());

        assertThat(whole.length()).isEqualTo(512);
        assertThat(whole.truncated()).isFalse();
        assertThat(cut.length()).isEqualTo(512);
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.ids()).startsWith(101, 2000).endsWith(2509, 2510, 102);
    }

    @Test
    void tokensAndTruncationAreThoseOfAllPasses() {
        var input = InputTemplate.apply(new int[10], new int[505], EnumSet.allOf(Reading.class))
                .orElseThrow();

        assertThat(input.tokens()).isEqualTo(512 + 507);
        assertThat(input.truncated()).isTrue();
    }

    @Test
    void onlyTheWantedPassesAreMade() {
        var input = InputTemplate.apply(new int[2], new int[3], EnumSet.of(Reading.PAIR))
                .orElseThrow();

        assertThat(input.passes()).containsOnlyKeys(Reading.PAIR);
        assertThat(input.tokens()).isEqualTo(8);
    }

    private static Pass pass(Reading reading, int[] prompt, int[] response) {
        return InputTemplate.apply(prompt, response, EnumSet.of(reading))
                .orElseThrow()
                .passes()
                .get(reading);
    }
}
