package io.flames.generation.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The forms in which providers say that their content filter stepped in: OpenAI and Azure ({@code content_filter},
 * {@code ResponsibleAIPolicyViolation}), DashScope ({@code DataInspectionFailed}), Zhipu (1301), Qianfan (336104 and
 * unsafe-content codes), MiniMax (1026, 1027), Volcano Ark ({@code InputTextSensitiveContentDetected}), DeepSeek
 * ({@code Content Exists Risk}), StepFun (HTTP 451).
 */
record ProviderFilter(Outcome outcome, String reason) {
    private static final Set<String> CODES = Set.of(
            "content_filter",
            "content_policy_violation",
            "responsibleaipolicyviolation",
            "datainspectionfailed",
            "data_inspection_failed",
            "sensitivecontentdetected",
            "inputtextsensitivecontentdetected",
            "outputtextsensitivecontentdetected",
            "inputtextriskdetection",
            "censorship_blocked",
            "1301",
            "336104",
            "unsafe_content",
            "prompt_unsafe",
            "content exists risk");

    static Optional<ProviderFilter> of(int status, JsonNode json) {
        var miniMax = miniMax(json);
        if (miniMax.isPresent()) {
            return miniMax;
        }
        if (status == 451) {
            return Optional.of(new ProviderFilter(Outcome.FILTERED_INPUT, "HTTP 451"));
        }
        boolean filterStatus = status == 400 || status == 403 || status == 422 || status == 200;
        if (!filterStatus) {
            return Optional.empty();
        }
        for (var code : codesAndMessage(json).toList()) {
            if (CODES.contains(code.toLowerCase(Locale.ROOT))) {
                return Optional.of(new ProviderFilter(sideOf(code, json), code));
            }
        }
        return Optional.empty();
    }

    /** The provider's own code of an error, when it is a short word; empty otherwise. */
    static String codeOf(JsonNode json) {
        return codes(json)
                .filter(code -> code.matches("[A-Za-z0-9_.-]{1,80}"))
                .findFirst()
                .orElse("");
    }

    /** Some providers have no code for it: their message is always the same words. */
    private static Stream<String> codesAndMessage(JsonNode json) {
        return Stream.concat(codes(json), words(json.path("error").path("message")));
    }

    private static Stream<String> codes(JsonNode json) {
        var error = json.path("error");
        return words(
                error.path("innererror").path("code"),
                error.path("code"),
                error.path("type"),
                json.path("code"),
                json.path("error_code"));
    }

    private static Stream<String> words(JsonNode... nodes) {
        return Stream.of(nodes)
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText)
                .filter(code -> !code.isBlank() && !code.equals("null") && code.length() <= 80);
    }

    private static Outcome sideOf(String code, JsonNode json) {
        var role = json.path("contentFilter").path(0).path("role").asText("");
        if (role.equals("assistant")) {
            return Outcome.FILTERED_OUTPUT;
        }
        var message = (json.path("error").path("message").asText("")
                        + json.path("message").asText(""))
                .toLowerCase(Locale.ROOT);
        boolean output = code.toLowerCase(Locale.ROOT).startsWith("output") || message.startsWith("output");
        return output ? Outcome.FILTERED_OUTPUT : Outcome.FILTERED_INPUT;
    }

    private static Optional<ProviderFilter> miniMax(JsonNode json) {
        int code = json.path("base_resp").path("status_code").asInt(0);
        if (code == 1026 || json.path("input_sensitive").asBoolean(false)) {
            return Optional.of(new ProviderFilter(Outcome.FILTERED_INPUT, "input_sensitive"));
        }
        if (code == 1027 || json.path("output_sensitive").asBoolean(false)) {
            return Optional.of(new ProviderFilter(Outcome.FILTERED_OUTPUT, "output_sensitive"));
        }
        return Optional.empty();
    }
}
