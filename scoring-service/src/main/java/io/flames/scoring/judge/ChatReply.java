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
     * Refused with a status that may be due to the input or to the account: 400, 403 or 422 without a known code.
     *
     * @param content the refusal speaks of content, of risk or of a policy
     * @param detail for people; never text of the endpoint
     */
    record Refused(boolean content, String detail) implements ChatReply {}

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
        private static final Set<Integer> MAYBE_THE_INPUT = Set.of(400, 403, 422);
        /** The generation was broken off: by DeepSeek, OpenRouter, vLLM and SGLang, Zhipu. */
        private static final Set<String> BROKEN_FINISH =
                Set.of("insufficient_system_resource", "error", "abort", "network_error");

        /** Said by a model that ended by itself, if with nothing to read. */
        private static final Set<String> ENDED_FINISH =
                Set.of("stop", "end_turn", "stop_sequence", "eos", "eos_token", "tool_calls", "function_call");

        private static final Set<String> FILTER_FINISH = Set.of("content_filter", "sensitive", "content_filtered");
        private static final Set<String> CUT_FINISH = Set.of("length", "max_tokens", "model_length");
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
            JsonNode broken = choice.path("error");
            boolean none = !message.isObject() || broken.isObject() || broken.isTextual();
            if (ProviderFilter.miniMax(json) || (none && ProviderFilter.steppedIn(status, json))) {
                return new Filtered(usage());
            }
            return none ? fault(Fault.Kind.PASSING, "answers with no chat completion") : completion(choice, message);
        }

        private ChatReply completion(JsonNode choice, JsonNode message) {
            String finish = choice.path("finish_reason").asText("").toLowerCase(Locale.ROOT);
            String text = content(message.path("content"));
            if (FILTER_FINISH.contains(finish)
                    || (text.isBlank() && !message.path("refusal").asText("").isBlank())) {
                return new Filtered(usage());
            }
            boolean cut = CUT_FINISH.contains(finish);
            if (BROKEN_FINISH.contains(finish) || (text.isBlank() && !cut && !ENDED_FINISH.contains(finish))) {
                return fault(Fault.Kind.PASSING, "broke its answer off");
            }
            return new Answer(text, cut, usage());
        }

        private ChatReply error(int code) {
            if (status == 413 || ProviderFilter.words(json).anyMatch(LONG_CODES::contains) || longMessage()) {
                return new TooLong();
            }
            if (ProviderFilter.steppedIn(status, json)) {
                return new Filtered(usage());
            }
            String detail = "answers with HTTP " + status + (code == status ? "" : " and error " + code);
            if (code == 429) {
                // The same status says "slow down" and "nothing left on the account".
                boolean spent = ProviderFilter.words(json).anyMatch("insufficient_quota"::equals);
                return fault(spent ? Fault.Kind.PERMANENT : Fault.Kind.THROTTLED, detail);
            }
            if (MAYBE_THE_INPUT.contains(code)) {
                return new Refused(ProviderFilter.speaksOfContent(json), detail);
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
