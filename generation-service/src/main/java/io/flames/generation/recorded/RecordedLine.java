package io.flames.generation.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flames.generation.problem.Problem.LineError;
import java.util.Set;

/**
 * One line of a file of answers: which prompt it answers, and what the answer is. Pure.
 *
 * @param key prompt id, the id of the import file, or the prompt's text, whichever was given first in this order
 * @param sample from 0
 * @param model that gave the answer, or empty
 * @param finishReason as the endpoint gave it, or empty
 */
record RecordedLine(Key key, String response, int sample, String model, String finishReason) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> KNOWN = Set.of(
            "prompt_id",
            "id",
            "prompt",
            "response",
            "sample",
            "model",
            "finish_reason",
            "dimension",
            "subcomponent",
            "attack_method",
            "language",
            "target",
            "score");

    /** How a line names its prompt. */
    enum KeyKind {
        PROMPT_ID,
        EXTERNAL_ID,
        TEXT
    }

    record Key(KeyKind kind, String value) {}

    /** A line that is wrong. */
    static final class WrongLineException extends Exception {
        private final transient LineError error;

        WrongLineException(LineError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }

        LineError error() {
            return error;
        }
    }

    /** @param number of the line, from 1 */
    static RecordedLine parse(String line, long number) throws WrongLineException {
        var json = object(line, number);
        for (var names = json.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            if (!KNOWN.contains(name)) {
                throw wrong(
                        number,
                        name,
                        "unknown field, expected prompt_id, id or prompt; response; sample, model, finish_reason");
            }
        }
        var response = json.get("response");
        if (response == null || !(response.isTextual() || response.isNull())) {
            throw wrong(number, "response", "response is needed and is a string, or null for no answer");
        }
        return new RecordedLine(
                key(json, number),
                response.isNull() ? "" : response.asText(),
                sample(json, number),
                text(json, "model", number),
                text(json, "finish_reason", number));
    }

    private static JsonNode object(String line, long number) throws WrongLineException {
        try {
            var json = MAPPER.readTree(line);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw wrong(
                    number,
                    "",
                    "the line is not JSON (column %d)"
                            .formatted(
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getColumnNr()));
        }
        throw wrong(number, "", "the line is not a JSON object");
    }

    private static Key key(JsonNode json, long number) throws WrongLineException {
        var promptId = text(json, "prompt_id", number);
        if (!promptId.isBlank()) {
            return new Key(KeyKind.PROMPT_ID, promptId);
        }
        var id = text(json, "id", number);
        if (!id.isBlank()) {
            return new Key(KeyKind.EXTERNAL_ID, id);
        }
        var prompt = text(json, "prompt", number);
        if (!prompt.isBlank()) {
            return new Key(KeyKind.TEXT, prompt);
        }
        throw wrong(number, "prompt", "one of prompt_id, id or prompt is needed");
    }

    private static int sample(JsonNode json, long number) throws WrongLineException {
        var sample = json.path("sample");
        if (sample.isMissingNode() || sample.isNull()) {
            return 0;
        }
        if (!sample.isInt() || sample.asInt() < 0 || sample.asInt() > 99) {
            throw wrong(number, "sample", "sample is a whole number from 0 to 99");
        }
        return sample.asInt();
    }

    private static String text(JsonNode json, String field, long number) throws WrongLineException {
        var value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.isTextual()) {
            return value.asText();
        }
        if (field.equals("id") && value.isIntegralNumber()) {
            return value.asText();
        }
        throw wrong(number, field, field + " is a string");
    }

    private static WrongLineException wrong(long number, String field, String message) {
        return new WrongLineException(new LineError(number, field, message));
    }
}
