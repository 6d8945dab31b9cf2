package io.flames.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flames.cli.Captured;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenderingTest {
    private static final Console.Terminal TERMINAL = new Console.Terminal(true, true, 80);

    @Test
    void chineseTakesTwoColumnsAndMarksNone() {
        assertThat(DisplayWidth.of("abc")).isEqualTo(3);
        assertThat(DisplayWidth.of("数据保护")).isEqualTo(8);
        assertThat(DisplayWidth.of("，。")).isEqualTo(4);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.of("\u001B[31mred\u001B[0m")).isEqualTo(3);
        assertThat(DisplayWidth.of("𠀀")).isEqualTo(2);
    }

    @Test
    void cutNeverPassesTheColumnsNorHalvesACharacter() {
        assertThat(DisplayWidth.cut("数据保护", 8)).isEqualTo("数据保护");
        assertThat(DisplayWidth.cut("数据保护", 6)).isEqualTo("数据…");
        assertThat(DisplayWidth.cut("数据保护", 7)).isEqualTo("数据保…");
        assertThat(DisplayWidth.cut("𠀀𠀀", 3)).isEqualTo("𠀀…");
    }

    @Test
    void columnsOfATableAlignWithChinese() {
        var lines = Table.of("name", ">n").row("模型甲", "5").row("plain", "123").lines(Style.PLAIN);

        assertThat(lines).containsExactly("name      n", "模型甲    5", "plain   123");
        assertThat(lines.stream().map(DisplayWidth::of).distinct()).containsExactly(11);
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        var table = Table.of("a", "b");

        assertThatThrownBy(() -> table.row("only one")).hasMessageContaining("1 cells for 2 columns");
    }

    @Test
    void textFromElsewhereCannotMoveTheCursor() {
        assertThat(Style.clean("a\u001B[2Jb\nc\r\u202Ed")).isEqualTo("a [2Jb c d");
        assertThat(Json.cell(Json.object().put("x", "1\n2"), "x")).isEqualTo("1 2");
        assertThat(Json.cell(Json.object().putNull("x"), "x")).isEqualTo("-");
    }

    @Test
    void coloursOnlyOnATerminalThatWantsThem() {
        assertThat(new Captured(TERMINAL, true).console().style()).isEqualTo(Style.COLOURED);
        assertThat(new Captured(TERMINAL, false).console().style()).isEqualTo(Style.PLAIN);
        assertThat(new Captured(Console.Terminal.NONE, true).console().style()).isEqualTo(Style.PLAIN);
    }

    @Test
    void jsonIsNeverColoured() {
        var captured = new Captured(TERMINAL, true);
        captured.console().useJson(true);

        captured.console().line("for people");
        captured.console().document(Json.object().put("a", 1));

        assertThat(captured.out()).isEqualToIgnoringWhitespace("{\"a\":1}");
        assertThat(captured.console().style()).isEqualTo(Style.PLAIN);
    }

    @Test
    void jsonGoesThroughAsItCame() throws Exception {
        var text = "{\"b\":1.50,\"a\":12345678901234567890,\"c\":{\"z\":null,\"y\":\"é\"}}";

        assertThat(Json.line(Json.parse(text))).isEqualTo(text);
    }

    @Test
    void aProgressLineTellsHowFarHowFastAndHowLong() {
        var line = new ProgressLine(
                "demo", 36, 72, 7.94, Optional.of(Duration.ofSeconds(65)), Map.of("answered", 36L), false);

        assertThat(line.text()).isEqualTo("demo  36/72  50 %  7.9/s  ETA 1:05  answered 36");
        assertThat(line.text(6, 200))
                .isEqualTo("demo    [############............]  36/72  50 %  7.9/s  ETA 1:05  answered 36");
        assertThat(DisplayWidth.of(line.text(6, 50))).isEqualTo(50);
    }

    @Test
    void aFinishedLineHasNoRateAndZerosAreLeftOut() {
        var line = new ProgressLine(
                "demo", 72, 72, 7.9, Optional.of(Duration.ZERO), Map.of("answered", 72L, "error", 0L), true);

        assertThat(line.text()).isEqualTo("demo  72/72  100 %  answered 72");
    }

    @Test
    void anUnknownTotalIsNoPercentage() {
        var line = new ProgressLine("demo", 0, 0, 0, Optional.empty(), Map.of(), false);

        assertThat(line.text()).isEqualTo("demo  0/?");
    }

    @Test
    void aTerminalIsDrawnOver() {
        var captured = new Captured(TERMINAL, true);
        var display = new ProgressDisplay(captured.console(), Clock.systemUTC());

        display.show(List.of(line("a", 1, false), line("b", 1, false)));
        display.show(List.of(line("a", 2, false), line("b", 2, false)));

        assertThat(captured.err()).contains("\u001B[2A").contains("\u001B[K");
        assertThat(captured.out()).isEmpty();
    }

    @Test
    void aPipeGetsPlainLinesNowAndThenAndOneAtTheEnd() {
        var captured = new Captured();
        var clock = new Ticking();
        var display = new ProgressDisplay(captured.console(), clock);

        display.show(List.of(line("a", 1, false)));
        clock.advance(Duration.ofSeconds(1));
        display.show(List.of(line("a", 2, false)));
        clock.advance(Duration.ofSeconds(4));
        display.show(List.of(line("a", 3, false)));
        clock.advance(Duration.ofSeconds(1));
        display.show(List.of(line("a", 4, true)));
        clock.advance(Duration.ofSeconds(9));
        display.show(List.of(line("a", 4, true)));

        assertThat(captured.err()).doesNotContain("\u001B");
        assertThat(captured.errLines()).containsExactly("a  1/4  25 %", "a  3/4  75 %", "a  4/4  100 %");
    }

    @Test
    void aPipeHearsNothingUntilTheTotalIsKnown() {
        var captured = new Captured();
        var display = new ProgressDisplay(captured.console(), new Ticking());

        display.show(List.of(new ProgressLine("a", 0, 0, 0, Optional.empty(), Map.of(), false)));
        display.show(List.of(line("a", 1, false)));

        assertThat(captured.errLines()).containsExactly("a  1/4  25 %");
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        var rate = new RateWindow();
        var start = Instant.parse("2024-01-01T00:00:00Z");
        rate.add(start, 0);
        assertThat(rate.perSecond()).isZero();
        assertThat(rate.timeFor(10)).isEmpty();

        rate.add(start.plusSeconds(5), 500);
        assertThat(rate.perSecond()).isEqualTo(100);

        rate.add(start.plusSeconds(10), 500);
        rate.add(start.plusSeconds(15), 510);
        assertThat(rate.perSecond()).isEqualTo(1);
        assertThat(rate.timeFor(30)).contains(Duration.ofSeconds(30));
    }

    private static ProgressLine line(String name, long done, boolean finished) {
        return new ProgressLine(name, done, 4, 0, Optional.empty(), Map.of(), finished);
    }

    /** A clock that is moved by hand. */
    private static final class Ticking extends Clock {
        private Instant now = Instant.parse("2024-01-01T00:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
