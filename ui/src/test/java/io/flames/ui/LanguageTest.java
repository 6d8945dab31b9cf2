package io.flames.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanguageTest {
    @Test
    void theReadersChoiceWinsOverTheBrowser() {
        assertThat(Language.of("en", "zh-CN,zh;q=0.9")).isEqualTo(Language.EN);
    }

    @Test
    void theBrowsersOrderCounts() {
        assertThat(Language.of("", "fr,en-GB;q=0.8,zh;q=0.5")).isEqualTo(Language.EN);
        assertThat(Language.of("", "zh-TW,en;q=0.5")).isEqualTo(Language.ZH);
    }

    @Test
    void chineseIsTheDefaultAlsoForNonsense() {
        assertThat(Language.of("", "")).isEqualTo(Language.ZH);
        assertThat(Language.of("xx", "\u0000;;q=nonsense")).isEqualTo(Language.ZH);
    }
}
