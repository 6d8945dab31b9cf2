package io.flames.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;

/** JSON that goes through as it came: numbers keep their digits, fields their order. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Json() {}

    /** @throws JsonProcessingException when the text is not one JSON value */
    public static JsonNode parse(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A number, a text or a truth value. */
    public static JsonNode value(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static String pretty(JsonNode node) {
        return node.toPrettyString();
    }

    /** On one line, as a line of a JSONL file. */
    public static String line(JsonNode node) {
        return node.toString();
    }

    /** A list as the API gives it. */
    public static ObjectNode items(List<JsonNode> items) {
        var document = object();
        document.putArray("items").addAll(items);
        return document;
    }

    /** An instant to the second, in UTC: {@code 2024-01-31 12:00:05}. */
    public static String time(JsonNode node, String field) {
        var text = cell(node, field);
        try {
            return TIME.format(Instant.parse(text));
        } catch (DateTimeParseException other) {
            return text;
        }
    }

    /** The text of a field; a dash when it is missing, null or empty, for tables. */
    public static String cell(JsonNode node, String field) {
        var value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        var text = Style.clean(value.isValueNode() ? value.asText() : value.toString());
        return text.isEmpty() ? "-" : text;
    }
}
