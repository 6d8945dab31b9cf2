package io.flames.annotation.page;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TextOffsetsTest {
    @Property
    void whatIsHighlightedIsTheSameTextOnBothSides(
            @ForAll @StringLength(max = 30) @Chars({'a', '\r', '\n', '好'}) String stored) {
        var shown = TextOffsets.shown(stored);
        for (int at = 0; at <= shown.length(); at++) {
            int place = TextOffsets.toStored(stored, at);
            assertThat(TextOffsets.shown(stored.substring(0, place))).isEqualTo(shown.substring(0, at));
            assertThat(TextOffsets.toShown(stored, place)).isEqualTo(at);
        }
    }

    @Test
    void whatLiesOutsideStaysOutside() {
        assertThat(TextOffsets.toStored("a\r\nb", 3)).isEqualTo(4);
        assertThat(TextOffsets.toStored("a\r\nb", 4)).isEqualTo(5);
        assertThat(TextOffsets.toStored("ab", -1)).isNegative();
    }
}
