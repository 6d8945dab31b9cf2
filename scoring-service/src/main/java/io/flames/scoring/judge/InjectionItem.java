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
    private static final String RESOURCE = "judge/injections.jsonl";

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
