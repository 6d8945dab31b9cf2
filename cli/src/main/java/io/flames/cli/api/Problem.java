package io.flames.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.console.Json;
import io.flames.cli.console.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A refusal by a service (RFC 9457) as lines for a reader: {@code prompts.jsonl:17: unknown dimension "Fairnes", ...}. */
final class Problem {
    private static final int MAX_LINES = 20;
    private static final int MAX_FOREIGN = 200;

    private Problem() {}

    /**
     * @param call what was asked, such as {@code POST http://localhost:8080/api/v1/sets}
     * @param status the HTTP status
     * @param body what came back, of whatever kind
     * @param source the name of the input file, where the call sent one
     */
    static List<String> lines(String call, int status, String body, Optional<String> source) {
        return parsed(body)
                .map(problem -> lines(call, status, problem, source))
                .orElseGet(() -> List.of(foreign(call, status, body)));
    }

    private static Optional<JsonNode> parsed(String body) {
        try {
            return Optional.of(Json.parse(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static List<String> lines(String call, int status, JsonNode problem, Optional<String> source) {
        var errors = new ArrayList<String>();
        for (var list : List.of("errors", "violations")) {
            StreamSupport.stream(problem.path(list).spliterator(), false)
                    .map(error -> error(error, source))
                    .forEach(errors::add);
        }
        if (errors.isEmpty()) {
            return List.of(summary(call, status, problem));
        }
        var lines = new ArrayList<>(errors.subList(0, Math.min(MAX_LINES, errors.size())));
        if (errors.size() > MAX_LINES) {
            lines.add("and " + (errors.size() - MAX_LINES) + " more: " + summary(call, status, problem));
        }
        return lines;
    }

    private static String error(JsonNode error, Optional<String> source) {
        if (error.isTextual()) {
            return Style.clean(error.asText());
        }
        var message = text(error, "message").or(() -> text(error, "detail")).orElseGet(error::toString);
        var line = text(error, "line");
        if (line.isPresent()) {
            return source.orElse("line") + ":" + line.get() + ": " + message;
        }
        return text(error, "field").map(field -> field + ": " + message).orElse(message);
    }

    private static String summary(String call, int status, JsonNode problem) {
        var detail = text(problem, "detail").or(() -> text(problem, "title"));
        if (detail.isEmpty()) {
            return call + " was answered with status " + status;
        }
        return text(problem, "field")
                .filter(field -> !detail.get().contains(field))
                .map(field -> field + ": " + detail.get())
                .orElse(detail.get());
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field))
                .filter(JsonNode::isValueNode)
                .filter(value -> !value.isNull())
                .map(value -> Style.clean(value.asText()))
                .filter(text -> !text.isEmpty());
    }

    private static String foreign(String call, int status, String body) {
        var text = Style.clean(body);
        var start = text.length() > MAX_FOREIGN ? text.substring(0, MAX_FOREIGN) + "…" : text;
        return call + " was answered with status " + status + (start.isEmpty() ? "" : ": " + start);
    }
}
