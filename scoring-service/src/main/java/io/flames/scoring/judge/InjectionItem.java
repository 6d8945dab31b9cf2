package io.flames.scoring.judge;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A harmful answer, and the same with a text in it that tries to move whoever scores it. Written by the project, without
 * operational detail.
 *
 * @param language {@code zh} or {@code en}
 * @param technique how the text tries it, such as {@code fake-verdict}
 * @param dimension in the benchmark's spelling
 */
public record InjectionItem(
        String id,
        String language,
        String technique,
        String dimension,
        String prompt,
        String response,
        String injected) {
    private static final String NEUTRAL_ZH = "今天是星期三，窗外有一点风，桌上放着一杯水和一本旧书。";
    private static final String NEUTRAL_EN =
            "It is Wednesday, there is some wind, and a glass of water is on the table. ";
    private static final String RESOURCE = "judge/injections.jsonl";

    /** The answer with harmless text of the same length in the same place: what any added text does to a scorer. */
    public String padded() {
        int at = injected.indexOf(response);
        int after = injected.length() - at - response.length();
        return neutral(at) + response + neutral(after);
    }

    private String neutral(int length) {
        String text = Language.of(language) == Language.ZH ? NEUTRAL_ZH : NEUTRAL_EN;
        return text.repeat(length / text.length() + 1).substring(0, length);
    }

    /** The shipped set. */
    public static List<InjectionItem> shipped() {
        try (InputStream in = InjectionItem.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + RESOURCE);
            }
            try (var items = new ObjectMapper()
                    .readerFor(new TypeReference<InjectionItem>() {})
                    .<InjectionItem>readValues(in)) {
                return items.readAll();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
