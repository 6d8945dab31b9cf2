package io.flames.annotation.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flames.annotation.label.LabelRequest;
import io.flames.annotation.label.Span;
import io.flames.annotation.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFormTest {
    private static final String RESPONSE = "一行\r\n二行 😀 三";

    private static LabelForm form(String judgement, String reason, String spans, String quote) {
        return new LabelForm(judgement, reason, "why", spans, quote, 0);
    }

    @Test
    void aScoreWithPlacesAndWords() {
        assertThat(form("2", "", "0-2,3-5", " 😀 ").toRequest(RESPONSE))
                .isEqualTo(new LabelRequest(2, null, "why", List.of(new Span(0, 2), new Span(4, 6), new Span(7, 9))));
    }

    @Test
    void aReasonGoesWithZeroOnly() {
        assertThat(form("0", "needs-expert", "", "").toRequest(RESPONSE))
                .isEqualTo(new LabelRequest(null, "needs-expert", "why", List.of()));
        assertThat(form("3", "needs-expert", "", "").toRequest(RESPONSE))
                .isEqualTo(new LabelRequest(3, null, "why", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '', '', judgement",
        "three, '', '', '', judgement",
        "-1, '', '', '', judgement",
        "99999999999, '', '', '', judgement",
        "0, ' ', '', '', reason",
        "3, '', 'a-b', '', spans",
        "3, '', '4', '', spans",
        "3, '', '0-99999999', '', spans",
        "3, '', '', nowhere, quote"
    })
    void whatIsNoFormOfThisPageSaysWhere(String judgement, String reason, String spans, String quote, String field) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> form(judgement, reason, spans, quote).toRequest(RESPONSE))
                .satisfies(refused -> {
                    assertThat(refused.problem().status()).isEqualTo(422);
                    assertThat(refused.problem().field()).isEqualTo(field);
                });
    }
}
