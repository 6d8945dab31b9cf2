package io.flames.report.leaderboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** The parts of a scorer's model card that reports show. A card that is not JSON shows nothing. */
record ModelCard(@Nullable Double heldOutAccuracy, @Nullable Double low, @Nullable Double high, @Nullable Long items) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ModelCard of(@Nullable String json) {
        var accuracy = read(json).path("heldOut").path("overall").path("accuracy");
        return new ModelCard(
                number(accuracy.path("share")),
                number(accuracy.path("low")),
                number(accuracy.path("high")),
                accuracy.path("n").isNumber() ? accuracy.path("n").asLong() : null);
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : null;
    }

    private static JsonNode read(@Nullable String json) {
        try {
            var node = json == null || json.isBlank() ? null : JSON.readTree(json);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
