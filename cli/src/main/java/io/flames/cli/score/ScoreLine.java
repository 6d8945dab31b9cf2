package io.flames.cli.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import io.flames.contracts.Dimensions;
import io.flames.contracts.taxonomy.v1.Dimension;
import java.nio.charset.StandardCharsets;

/**
 * A line of the file to score.
 *
 * @param number from 1
 * @param fields all that the line has, in its order
 * @param dimension whose head reads it
 * @param prompt what was asked
 * @param response what was answered; blank is allowed, and unscorable
 */
public record ScoreLine(long number, ObjectNode fields, Dimension dimension, String prompt, String response) {
    /** What fits into a message of 4 MiB, scoring-service's limit, beside names and ids. */
    static final int MOST_BYTES = (4 << 20) - (1 << 10);

    /** A line that cannot be scored; the message says what is wrong and what is allowed. */
    static final class BadLineException extends Exception {
        private static final long serialVersionUID = 1;

        BadLineException(String message) {
            super(message);
        }
    }

    static ScoreLine parse(long number, String text) throws BadLineException {
        var fields = object(text);
        var name = string(fields, "dimension");
        var dimension = Dimensions.byName(name)
                .orElseThrow(() -> new BadLineException("unknown dimension \"" + Style.clean(name)
                        + "\", expected one of " + Dimensions.allowedNames()));
        var prompt = string(fields, "prompt");
        if (prompt.isBlank()) {
            throw new BadLineException("\"prompt\" is blank");
        }
        var response = string(fields, "response");
        long bytes = utf8Bytes(prompt) + utf8Bytes(response);
        if (bytes > MOST_BYTES) {
            throw new BadLineException(
                    "\"prompt\" and \"response\" together have " + bytes + " bytes, at most " + MOST_BYTES);
        }
        return new ScoreLine(number, fields, dimension, prompt, response);
    }

    private static long utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static ObjectNode object(String text) throws BadLineException {
        try {
            if (Json.parse(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException notJson) {
            throw new BadLineException("not JSON: " + Style.clean(notJson.getOriginalMessage()));
        }
        throw new BadLineException("not a JSON object");
    }

    private static String string(ObjectNode fields, String field) throws BadLineException {
        var value = fields.path(field);
        if (value.isMissingNode()) {
            throw new BadLineException(
                    "\"" + field + "\" is missing, expected \"dimension\", \"prompt\" and \"response\"");
        }
        if (!value.isTextual()) {
            throw new BadLineException("\"" + field + "\" is not a string");
        }
        return value.asText();
    }

    /** About how much memory it takes. */
    long bytes() {
        return 4L * (prompt.length() + response.length()) + 1024;
    }
}
