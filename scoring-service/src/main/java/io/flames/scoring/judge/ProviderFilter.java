package io.flames.scoring.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The forms in which providers say that their content filter stepped in, as generation-service knows them: OpenAI and
 * Azure ({@code content_filter}, {@code ResponsibleAIPolicyViolation}), DashScope ({@code DataInspectionFailed}), Zhipu
 * (1301), Qianfan (336104 and unsafe-content codes), MiniMax (1026, 1027), Volcano Ark
 * ({@code InputTextSensitiveContentDetected}), DeepSeek ({@code Content Exists Risk}), StepFun (HTTP 451).
 */
final class ProviderFilter {
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

    /** What a refusal for the content's sake speaks of, where its code is not known. */
    private static final Set<String> CONTENT = Set.of(
            "content", "sensitive", "safety", "unsafe", "moderation", "policy", "risk", "敏感", "违规", "违法", "不安全", "审核");

    private ProviderFilter() {}

    /** By a known sign. Of a reply with an error or without a completion. */
    static boolean steppedIn(int status, JsonNode json) {
        return status == 451 || miniMax(json) || words(json).anyMatch(CODES::contains);
    }

    /** Also in a reply with HTTP 200. */
    static boolean miniMax(JsonNode json) {
        int code = json.path("base_resp").path("status_code").asInt(0);
        return code == 1026
                || code == 1027
                || json.path("input_sensitive").asBoolean(false)
                || json.path("output_sensitive").asBoolean(false);
    }

    /** By the words alone: says nothing by itself. */
    static boolean speaksOfContent(JsonNode json) {
        return words(json).anyMatch(word -> CONTENT.stream().anyMatch(word::contains));
    }

    /** Codes, types and messages of an error, in lower case. */
    static Stream<String> words(JsonNode json) {
        var ofChoice = json.path("choices").path(0).path("error");
        return Stream.concat(ofError(json.path("error")), Stream.concat(ofError(ofChoice), ofError(json)))
                .filter(JsonNode::isValueNode)
                .map(word -> word.asText().toLowerCase(Locale.ROOT));
    }

    private static Stream<JsonNode> ofError(JsonNode error) {
        return Stream.of(
                error.path("innererror").path("code"),
                error.path("code"),
                error.path("type"),
                error.path("message"),
                error.path("error_code"),
                error.path("error_msg"));
    }
}
