package io.flames.scoring.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ResponseCutTest {
    @Test
    void whatFitsIsWhole() {
        assertThat(ResponseCut.of(100, 20, 90, 100)).get().satisfies(cut -> assertThat(cut.truncated())
                .isFalse());
    }

    @Test
    void headAndTailStay() {
        // 20 before, 200 of the response, 10 after; 100 leave 70 of the response: 35 and 35.
        assertThat(ResponseCut.of(230, 20, 220, 100)).contains(new ResponseCut(55, 185));
        // 101 leave 71: the head has one more.
        assertThat(ResponseCut.of(230, 20, 220, 101)).contains(new ResponseCut(56, 185));
    }

    @Test
    void aPromptThatLeavesTooLittleIsTooLong() {
        assertThat(ResponseCut.of(300, 60, 290, 101)).isEmpty();
        assertThat(ResponseCut.of(300, 60, 290, 102)).contains(new ResponseCut(76, 274));
    }

    @Test
    void promptAndEndSurviveAnyResponse() {
        String end = "\n以上针对输入的回复为:<eoh>\n<|Bot|>:";
        for (int length : new int[] {1, 400, 460, 470, 480, 500, 5_000}) {
            var rendered = PromptTemplate.FLAMES_INTERNLM.render("提示", "头" + "字".repeat(length) + "尾");

            var cut = ResponseCut.characters(rendered, 512).orElseThrow();

            assertThat(cut.input()).startsWith("<|User|>:输入: 提示\n回复: 头").endsWith("尾" + end);
            assertThat(cut.input().codePointCount(0, cut.input().length())).isLessThanOrEqualTo(512);
            assertThat(cut.truncated())
                    .isEqualTo(rendered.text().codePointCount(0, rendered.text().length()) > 512);
        }
    }

    @Test
    void noCharacterIsCutInTwo() {
        var rendered = PromptTemplate.PLAIN.render("😀", "😀".repeat(100));

        var cut = ResponseCut.characters(rendered, 61).orElseThrow();

        assertThat(cut.input()).isEqualTo("😀\n" + "😀".repeat(59));
        assertThat(cut.truncated()).isTrue();
    }

    @Test
    void onlyTokensThatLieInTheResponseAreLeftOut() {
        // "ab" + "\n" + 60 characters, a token a character, but one that spans prompt's end and response's start.
        var rendered = PromptTemplate.PLAIN.render("ab", "x".repeat(60));
        int n = 1 + 2 + 1 + 59;
        int[] starts = IntStream.range(0, n)
                .map(i -> i == 0 ? -1 : i <= 2 ? i - 1 : i == 3 ? 2 : i)
                .toArray();
        int[] ends = IntStream.range(0, n)
                .map(i -> i == 0 ? -1 : i <= 2 ? i : i == 3 ? 4 : i + 1)
                .toArray();
        var tokens = new Tokens(LongStream.range(0, n).toArray(), starts, ends);

        var cut = ResponseCut.tokens(rendered, tokens, 40).orElseThrow();

        // 4 tokens are not the response's, 36 of it stay: 18 and 18.
        assertThat(cut.input())
                .containsExactly(LongStream.concat(LongStream.range(0, 22), LongStream.range(n - 18, n))
                        .toArray());
        assertThat(cut.truncated()).isTrue();
    }
}
