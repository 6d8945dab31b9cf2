package io.flames.scoring.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A judge: whom it asks, how, and with which rubric.
 *
 * @param votes odd, 1 or more
 */
public record JudgeConfig(
        Endpoint endpoint,
        Decoding decoding,
        Patience patience,
        Language language,
        String rubricVersion,
        int votes,
        Bounds bounds) {
    public JudgeConfig {
        if (votes < 1 || votes % 2 == 0) {
            throw new IllegalArgumentException("votes is " + votes + ", expected an odd number from 1");
        }
    }

    /**
     * An OpenAI-compatible endpoint.
     *
     * @param base http or https, such as {@code https://api.example.com/v1}, without user, query or fragment
     */
    public record Endpoint(URI base, String model, ApiKey key) {
        public Endpoint {
            String scheme = String.valueOf(base.getScheme());
            boolean http = scheme.equals("http") || scheme.equals("https");
            if (!http || base.getHost() == null) {
                throw new IllegalArgumentException("base-url is not an http or https address");
            }
            if (base.getUserInfo() != null || base.getQuery() != null || base.getFragment() != null) {
                throw new IllegalArgumentException(
                        "base-url has a user, query or fragment; a key belongs into api-key-env or api-key-file");
            }
            if (model.isBlank()) {
                throw new IllegalArgumentException("model is blank");
            }
        }

        URI chatCompletions() {
            String text = base.toString();
            return URI.create((text.endsWith("/") ? text : text + "/") + "chat/completions");
        }
    }

    /**
     * What every request says beside its messages. The temperature is always 0.
     *
     * @param maxTokens longest answer in tokens
     * @param seed of the first vote; the next ones count up
     * @param extraBody JSON object of further fields
     */
    public record Decoding(int maxTokens, OptionalLong seed, ResponseFormat responseFormat, String extraBody) {
        private static final List<String> OURS = List.of(
                "model", "messages", "temperature", "max_tokens", "response_format", "seed", "n", "stream", "tools");

        public Decoding {
            if (maxTokens < 1) {
                throw new IllegalArgumentException("max-tokens is at least 1");
            }
            JsonNode extra = parse(extraBody);
            OURS.stream().filter(extra::has).findFirst().ifPresent(field -> {
                throw new IllegalArgumentException("extra-body sets " + field + ", which belongs to the judge");
            });
        }

        /** A copy of the further fields. */
        ObjectNode extra() {
            return parse(extraBody);
        }

        private static ObjectNode parse(String json) {
            try {
                if (new ObjectMapper().readTree(json) instanceof ObjectNode object) {
                    return object;
                }
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("extra-body is not JSON", e);
            }
            throw new IllegalArgumentException("extra-body is not a JSON object");
        }
    }

    /**
     * @param timeout of one request, its answer read to the end
     * @param retries of a request after the first try
     * @param firstPause before the first retry; it doubles with each
     */
    public record Patience(Duration timeout, int retries, Duration firstPause, OptionalInt requestsAMinute) {
        public Patience {
            if (timeout.isNegative() || timeout.isZero() || firstPause.isNegative() || retries < 0) {
                throw new IllegalArgumentException("request-timeout is above 0, retry-pause and retries at least 0");
            }
            if (requestsAMinute.isPresent() && requestsAMinute.getAsInt() < 1) {
                throw new IllegalArgumentException("requests-a-minute is at least 1");
            }
        }
    }

    /**
     * In characters.
     *
     * @param prompt a longer one is unscorable, it is never cut
     * @param response of a longer one head and tail are read
     */
    public record Bounds(int prompt, int response) {
        public Bounds {
            if (prompt < 1 || response < 2) {
                throw new IllegalArgumentException("prompt-chars is at least 1, response-chars at least 2");
            }
        }
    }
}
