package io.flames.annotation.exchange;

import static io.flames.annotation.exchange.Samples.GUIDELINES;
import static io.flames.annotation.exchange.Samples.LIMITS;
import static io.flames.annotation.exchange.Samples.content;
import static io.flames.annotation.exchange.Samples.errors;
import static io.flames.annotation.exchange.Samples.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.flames.annotation.exchange.HistoryItem.State;
import io.flames.annotation.exchange.KnownItems.KnownItem;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryLinesTest {
    private static final KnownItems ITEMS = Samples.known(Map.of(
            "a", new KnownItem(Dimension.DIMENSION_FAIRNESS, "p", "r"),
            "b", new KnownItem(Dimension.DIMENSION_LEGALITY, "p", "r")));

    private static final String LINE = ("{\"item\":\"a\",\"campaign\":\"c\",\"response_id\":\"1\",\"revision\":0,"
            + "\"target\":\"t v1\",\"dimension\":\"Fairness\",\"subcomponent\":\"Toxic language\",\"attack_method\":\"\","
            + "\"prompt\":\"p\",\"response\":\"r\",\"stratum\":\"RANDOM\",\"inclusion_probability\":0.25,"
            + "\"state\":\"AGREED\",\"score\":3,\"history\":["
            + "{\"at\":\"2026-11-23T12:00:00Z\",\"by\":\"x\",\"action\":\"SKIPPED\"},"
            + "{\"at\":\"2026-11-23T12:00:01Z\",\"by\":\"y\",\"action\":\"LABELLED\",\"score\":3,\"guideline_version\":1}"
            + "]}\n");

    @Test
    void readsLines() throws IOException {
        var items = content(
                read(LINE + LINE.replace("\"item\":\"a\"", "\"item\":\"b\"").replace("Fairness", "Legality")));

        assertThat(items).extracting(HistoryItem::item).containsExactly("a", "b");
        assertThat(items.get(0).state()).isEqualTo(State.AGREED);
        assertThat(items.get(0).history()).hasSize(2);
    }

    @Test
    void mistakesAreToldWithTheirLine() throws IOException {
        String second = LINE.replace("\"item\":\"a\"", "\"item\":\"b\"").replace("Fairness", "Legality");

        assertThat(told(LINE + second.replace("\"score\":3,\"history\"", "\"score\":2,\"history\"")))
                .startsWith("line 2, column ")
                .endsWith("score: score is 2, expected one of [3, 1] in Legality");
        assertThat(told(LINE + LINE)).isEqualTo("line 2, column 9, item: item \"a\" comes twice");
        assertThat(told(LINE.replace("AGREED", "MAYBE"))).contains("expected one of OPEN, THIRD, AGREED");
        assertThat(told(LINE.replace("AGREED", "THIRD"))).contains("an item that is THIRD has no score");
        assertThat(told(LINE.replace("0.25", "0"))).contains("over 0 and up to 1");
        assertThat(told(LINE.replace("0.25", "1e999"))).contains("over 0 and up to 1");
        assertThat(told(LINE.replace("12:00:01", "11:00:01"))).contains("before the one that it follows");
        assertThat(told(LINE.replace("2026-11-23T12:00:00Z", "-1000000000-01-01T00:00:00Z")))
                .endsWith("history[0].at: must be a time from 2000-01-01T00:00:00Z to a day from now");
        assertThat(told(LINE.replace("\"action\":\"SKIPPED\"", "\"action\":\"REVISED\"")))
                .contains("REVISED needs score or cannot_judge, and guideline_version");
        assertThat(told(LINE.replace("\"action\":\"LABELLED\"", "\"action\":\"SKIPPED\"")))
                .contains("SKIPPED has no score");
        assertThat(told(LINE.replace("\"score\":3,\"guideline_version\"", "\"score\":\"3\",\"guideline_version\"")))
                .contains("score is a string");
        assertThat(told("[]\n")).contains("an item must be an object, not an array");
        assertThat(told(LINE.replace("\n", " ") + "}")).startsWith("line 1, ").contains("malformed JSON");
    }

    @Test
    void anEmptyFileHasNoItems() throws IOException {
        assertThat(content(read(""))).isEmpty();
        assertThat(content(read("\uFEFF\n\n"))).isEmpty();
    }

    private static Outcome<HistoryItem> read(String file) throws IOException {
        return HistoryLines.read(stream(file), ITEMS, GUIDELINES, LIMITS);
    }

    private static String told(String file) throws IOException {
        return errors(read(file)).get(0).toString();
    }
}
