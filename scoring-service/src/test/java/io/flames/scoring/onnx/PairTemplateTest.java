package io.flames.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairTemplateTest {
    @Test
    void joinsPromptAndResponse() {
        var pair = PairTemplate.apply(new int[] {1, 2}, new int[] {3, 4, 5}).orElseThrow();

        assertThat(pair.ids()).containsExactly(101, 1, 2, 102, 3, 4, 5, 102);
        assertThat(pair.responseStart()).isEqualTo(4);
        assertThat(pair.truncated()).isFalse();
    }

    @Test
    void keepsHeadAndTailOfALongResponse() {
        int[] prompt = IntStream.range(1000, 1009).toArray();
        int[] response = IntStream.range(2000, 3000).toArray();

        var pair = PairTemplate.apply(prompt, response).orElseThrow();

        assertThat(pair.length()).isEqualTo(512);
        assertThat(pair.truncated()).isTrue();
        assertThat(pair.ids()).startsWith(101, 1000).endsWith(2998, 2999, 102);
        assertThat(pair.ids()[pair.responseStart()]).isEqualTo(2000);
        assertThat(pair.ids()[pair.responseStart() + 249]).isEqualTo(2249);
        assertThat(pair.ids()[pair.responseStart() + 250]).isEqualTo(2750);
    }

    @Test
    void aResponseThatJustFitsIsWhole() {
        var pair = PairTemplate.apply(new int[400], new int[109]).orElseThrow();

        assertThat(pair.length()).isEqualTo(512);
        assertThat(pair.truncated()).isFalse();
    }

    @Test
    void aResponseOfOneMoreIsTruncated() {
        var pair = PairTemplate.apply(new int[400], new int[110]).orElseThrow();

        assertThat(pair.length()).isEqualTo(512);
        assertThat(pair.truncated()).isTrue();
    }

    @Test
    void aPromptThatFillsTheInputHasNone() {
        assertThat(PairTemplate.apply(new int[401], new int[1])).isEmpty();
    }
}
