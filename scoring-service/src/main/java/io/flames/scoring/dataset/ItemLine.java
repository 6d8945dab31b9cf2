package io.flames.scoring.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.contracts.Dimensions;
import io.flames.scoring.scorer.Digest;
import java.util.Optional;

/**
 * An item as a line of JSON: the project's graded format ({@code prompt_key, dimension, subcomponent, prompt, response,
 * score}) with {@code label_source}, {@code prompt_id}, {@code target} and {@code response_id} where they are known. Lines are
 * written with these fields in this order and no others, so that equal items are equal bytes.
 */
public final class ItemLine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEY_LENGTH = 16;

    private ItemLine() {}

    /**
     * @param labelSource for lines that name none
     * @param target for lines that name none; empty: not known
     * @throws IllegalArgumentException that says what is wrong and what is allowed
     */
    public static Item parse(String text, String labelSource, Optional<String> target) {
        var line = object(text);
        var dimension =
                string(line, "dimension").orElseThrow(() -> new IllegalArgumentException("\"dimension\" is missing"));
        var prompt = string(line, "prompt").orElseThrow(() -> new IllegalArgumentException("\"prompt\" is missing"));
        var response =
                string(line, "response").orElseThrow(() -> new IllegalArgumentException("\"response\" is missing"));
        if (!line.path("score").isInt()) {
            throw new IllegalArgumentException("\"score\" is missing, expected 3, 2 or 1");
        }
        var promptId = string(line, "prompt_id");
        return new Item(
                string(line, "prompt_key").or(() -> promptId).orElseGet(() -> keyOf(prompt)),
                Dimensions.byName(dimension)
                        .orElseThrow(() -> new IllegalArgumentException("unknown dimension \"" + shortened(dimension)
                                + "\", expected one of " + Dimensions.allowedNames())),
                string(line, "subcomponent").orElse(""),
                prompt,
                response,
                line.path("score").asInt(),
                new Item.Origin(
                        string(line, "label_source").orElse(labelSource),
                        promptId,
                        string(line, "target").or(() -> target),
                        string(line, "response_id")));
    }

    public static String write(Item item) {
        var line = JSON.createObjectNode();
        line.put("prompt_key", item.promptKey());
        line.put("dimension", Dimensions.nameOf(item.dimension()));
        line.put("subcomponent", item.subcomponent());
        line.put("prompt", item.prompt());
        line.put("response", item.response());
        line.put("score", item.score());
        line.put("label_source", item.origin().labelSource());
        item.origin().promptId().ifPresent(id -> line.put("prompt_id", id));
        item.origin().target().ifPresent(target -> line.put("target", target));
        item.origin().responseId().ifPresent(id -> line.put("response_id", id));
        return text(line);
    }

    /** For prompts without a key: the same text is the same prompt. */
    private static String keyOf(String prompt) {
        return "text-" + new Digest().part("prompt", Texts.normal(prompt)).hex().substring(0, KEY_LENGTH);
    }

    private static String text(ObjectNode line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and numbers are always JSON", e);
        }
    }

    private static JsonNode object(String text) {
        try {
            var line = JSON.readTree(text);
            if (line.isObject()) {
                return line;
            }
        } catch (JsonProcessingException notJson) {
            // Said below; the parser's words quote the text.
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    private static Optional<String> string(JsonNode line, String field) {
        var value = line.path(field);
        return value.isTextual() && !value.asText().isBlank() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(40, name.length())).replaceAll("\\p{Cntrl}", " ");
    }
}
