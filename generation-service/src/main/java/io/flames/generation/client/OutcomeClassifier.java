package io.flames.generation.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flames.generation.client.CallResult.Answer;
import io.flames.generation.client.CallResult.Fault;
import io.flames.generation.client.CallResult.FaultKind;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;

/**
 * What a reply of an OpenAI-compatible endpoint means. Pure. Only {@code content} (or a refusal in the model's own words)
 * is the answer: reasoning is not. What a provider's filter did is never mistaken for an answer, nor for an error.
 */
public final class OutcomeClassifier {
    private static final Set<Integer> TRANSIENT_STATUS = Set.of(408, 409, 425);
    private static final Set<String> FILTER_FINISH = Set.of("content_filter", "sensitive", "content_filtered");
    private static final Set<String> TRUNCATED_FINISH = Set.of("length", "max_tokens", "model_length");

    private final ObjectMapper mapper = new ObjectMapper();
    private final int maxTextBytes;
    private final Clock clock;

    /** @param maxTextBytes bytes of UTF-8 that an answer may have */
    public OutcomeClassifier(int maxTextBytes, Clock clock) {
        this.maxTextBytes = maxTextBytes;
        this.clock = clock;
    }

    public CallResult classify(HttpReply reply) {
        var json = parse(reply.body());
        var filtered = ProviderFilter.of(reply.status(), json);
        if (filtered.isPresent()) {
            var filter = filtered.get();
            return new Answer(
                    filter.outcome(),
                    "",
                    false,
                    "",
                    text(json.path("model")),
                    tokens(json, "prompt_tokens"),
                    tokens(json, "completion_tokens"),
                    filter.reason());
        }
        if (reply.status() < 200 || reply.status() > 299) {
            return refused(reply, json);
        }
        if (!json.isObject()) {
            return new Fault(FaultKind.TRANSIENT, "the reply is not a JSON object", null);
        }
        var error = json.path("error");
        if (error.isObject() || (error.isTextual() && !error.asText().isBlank())) {
            return errorInOk(error, reply);
        }
        if (json.path("base_resp").path("status_code").asInt(0) != 0) {
            return baseResp(json.path("base_resp").path("status_code").asInt());
        }
        return choice(json);
    }

    private CallResult choice(JsonNode json) {
        var choice = json.path("choices").path(0);
        var message = choice.path("message");
        if (!message.isObject()) {
            return new Fault(FaultKind.TRANSIENT, "the reply has no choices[0].message", null);
        }
        var finish = text(choice.path("finish_reason"));
        var raw = content(message.path("content"));
        var own = raw.isBlank() ? text(message.path("refusal")) : raw;
        var answer = AnswerText.of(own, maxTextBytes);
        return new Answer(
                outcome(finish, answer.text()),
                answer.text().isBlank() ? "" : answer.text(),
                answer.cut(),
                finish,
                text(json.path("model")),
                tokens(json, "prompt_tokens"),
                tokens(json, "completion_tokens"),
                FILTER_FINISH.contains(finish) ? "finish_reason " + finish : "");
    }

    /** The outcome of a finish reason and a text, for recordings too. */
    public static Outcome outcome(String finishReason, String text) {
        if (FILTER_FINISH.contains(finishReason)) {
            return Outcome.FILTERED_OUTPUT;
        }
        if (text.isBlank()) {
            return Outcome.EMPTY;
        }
        return TRUNCATED_FINISH.contains(finishReason) ? Outcome.TRUNCATED : Outcome.ANSWERED;
    }

    private Fault refused(HttpReply reply, JsonNode json) {
        int status = reply.status();
        var code = ProviderFilter.codeOf(json);
        var detail = "HTTP " + status + (code.isEmpty() ? "" : " " + code);
        if (code.equals("insufficient_quota") || code.equals("Arrearage")) {
            return new Fault(FaultKind.PERMANENT, detail, null);
        }
        if (status >= 300 && status < 400) {
            return new Fault(FaultKind.PERMANENT, detail + ", redirects are not followed", null);
        }
        if (status == 429) {
            return new Fault(FaultKind.THROTTLED, detail, RetryAfter.of(reply, clock));
        }
        if (status >= 500 || TRANSIENT_STATUS.contains(status)) {
            return new Fault(FaultKind.TRANSIENT, detail, RetryAfter.of(reply, clock));
        }
        return new Fault(FaultKind.PERMANENT, detail, null);
    }

    /** Gateways report faults of the provider behind them with status 200 and the status in the body. */
    private Fault errorInOk(JsonNode error, HttpReply reply) {
        int code = error.path("code").asInt(0);
        var detail = "HTTP 200 with error" + (code == 0 ? "" : " " + code);
        if (code == 429) {
            return new Fault(FaultKind.THROTTLED, detail, RetryAfter.of(reply, clock));
        }
        boolean permanent = code >= 400 && code < 500 && !TRANSIENT_STATUS.contains(code);
        return new Fault(permanent ? FaultKind.PERMANENT : FaultKind.TRANSIENT, detail, null);
    }

    /** MiniMax: 1000 unknown, 1001 timeout, 1002 and 1039 rate, 1004 key, 1008 balance, 1013 server, 2013 parameters. */
    private static Fault baseResp(int code) {
        var detail = "base_resp " + code;
        return switch (code) {
            case 1002, 1039 -> new Fault(FaultKind.THROTTLED, detail, null);
            case 1004, 1008, 2013, 2049 -> new Fault(FaultKind.PERMANENT, detail, null);
            default -> new Fault(FaultKind.TRANSIENT, detail, null);
        };
    }

    private JsonNode parse(byte[] body) {
        try {
            var json = mapper.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String content(JsonNode content) {
        if (!content.isArray()) {
            return text(content);
        }
        var joined = new StringBuilder();
        for (var part : content) {
            joined.append(part.isTextual() ? part.asText() : text(part.path("text")));
        }
        return joined.toString();
    }

    private static int tokens(JsonNode json, String field) {
        return Math.max(0, json.path("usage").path(field).asInt(0));
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
    }
}
