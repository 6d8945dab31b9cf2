package io.flames.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"})
    void textThatASpreadsheetWouldRunIsQuoted(String text) {
        assertThat(Cells.text(text)).isEqualTo("'" + text);
    }

    @Test
    void otherTextAndNumbersStay() {
        assertThat(Cells.text("a=b")).isEqualTo("a=b");
        assertThat(Cells.text(null)).isEmpty();
        assertThat(Cells.number(-1.5)).isEqualTo("-1.5");
        assertThat(Cells.number(null)).isEmpty();
    }
}
