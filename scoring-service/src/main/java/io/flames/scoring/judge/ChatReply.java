package io.flames.scoring.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a reply of an OpenAI-compatible endpoint means. */
sealed interface ChatReply {

    /**
     * @param text hostile
     * @param cut at the length limit
     */
    record Answer(String text, boolean cut, Usage usage) implements ChatReply {}

    /** The judge, or a filter before or behind it, declined. */
    record Filtered(Usage usage) implements ChatReply {}

    /** The judge cannot read so much. */
    record TooLong() implements ChatReply {}

    /**
     * @param kind decides whether another try makes sense
     * @param detail for people; never text of the endpoint
     */
    record Fault(Kind kind, String detail, Optional<Duration> retryAfter) implements ChatReply {
        enum Kind {
            THROTTLED,
            PASSING,
            PERMANENT
        }
    }

    /** Tokens; 0 where the endpoint does not say. */
    record Usage(int prompt, int completion) {}

    /**
     * Reads a reply.
     *
     * @param headers by lower-case name
     */
    static ChatReply of(int status, Map<String, String> headers, byte[] body, Clock clock) {
        return new Reader(status, headers, parse(body), clock).read();
    }

    private static JsonNode parse(byte[] body) {
        try {
            return Optional.ofNullable(new ObjectMapper().readTree(body)).orElse(MissingNode.getInstance());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** One reply that is being read. */
    record Reader(int status, Map<String, String> headers, JsonNode json, Clock clock) {
        private static final Set<Integer> PASSING = Set.of(408, 409, 425);
        private static final Set<String> FILTER_FINISH = Set.of("content_filter", "sensitive", "content_filtered");
        private static final Set<String> CUT_FINISH = Set.of("length", "max_tokens", "model_length");
        /** Codes of content filters at OpenAI, Azure, DashScope, Zhipu, Qianfan, Volcano Ark, DeepSeek. */
        private static final Set<String> FILTER_CODES = Set.of(
                "content_filter",
                "content_policy_violation",
                "responsibleaipolicyviolation",
                "datainspectionfailed",
                "data_inspection_failed",
                "sensitivecontentdetected",
                "inputtextsensitivecontentdetected",
                "outputtextsensitivecontentdetected",
                "1301",
                "336104",
                "unsafe_content",
                "content exists risk");

        private static final Set<String> LONG_CODES =
                Set.of("context_length_exceeded", "exceed_context_size_error", "string_above_max_length");
        private static final String LONG_MESSAGE = "maximum context length";

        private ChatReply read() {
            var error = json.path("error");
            boolean failed = status < 200 || status > 299;
            if (failed || error.isObject() || error.isTextual()) {
                return error(failed ? status : error.path("code").asInt(500));
            }
            JsonNode choice = json.path("choices").path(0);
            JsonNode message = choice.path("message");
            if (!message.isObject()) {
                return fault(Fault.Kind.PASSING, "answers with no chat completion");
            }
            String finish = choice.path("finish_reason").asText("");
            String text = content(message.path("content"));
            if (FILTER_FINISH.contains(finish)
                    || (text.isBlank() && !message.path("refusal").asText("").isBlank())) {
                return new Filtered(usage());
            }
            return new Answer(text, CUT_FINISH.contains(finish), usage());
        }

        private ChatReply error(int code) {
            if (status == 413 || words().anyMatch(LONG_CODES::contains) || longMessage()) {
                return new TooLong();
            }
            if (status == 451 || words().anyMatch(FILTER_CODES::contains)) {
                return new Filtered(usage());
            }
            String detail = "answers with HTTP " + status + (code == status ? "" : " and error " + code);
            if (code == 429) {
                // The same status says "slow down" and "nothing left on the account".
                boolean spent = words().anyMatch("insufficient_quota"::equals);
                return fault(spent ? Fault.Kind.PERMANENT : Fault.Kind.THROTTLED, detail);
            }
            return fault(code >= 500 || PASSING.contains(code) ? Fault.Kind.PASSING : Fault.Kind.PERMANENT, detail);
        }

        private boolean longMessage() {
            return status == 400
                    && (json.path("error").path("message").asText("")
                                    + json.path("message").asText(""))
                            .toLowerCase(Locale.ROOT)
                            .contains(LONG_MESSAGE);
        }

        private Stream<String> words() {
            var error = json.path("error");
            return Stream.of(
                            error.path("innererror").path("code"),
                            error.path("code"),
                            error.path("type"),
                            error.path("message"),
                            json.path("code"),
                            json.path("error_code"))
                    .filter(JsonNode::isValueNode)
                    .map(word -> word.asText().toLowerCase(Locale.ROOT));
        }

        private Fault fault(Fault.Kind kind, String detail) {
            return new Fault(kind, detail, RetryAfter.of(headers, clock));
        }

        private Usage usage() {
            return new Usage(tokens("prompt_tokens"), tokens("completion_tokens"));
        }

        private int tokens(String field) {
            return Math.max(0, json.path("usage").path(field).asInt(0));
        }

        private static String content(JsonNode content) {
            if (!content.isArray()) {
                return content.isTextual() ? content.asText() : "";
            }
            var joined = new StringBuilder();
            content.forEach(part -> joined.append(part.path("text").asText("")));
            return joined.toString();
        }
    }
}
