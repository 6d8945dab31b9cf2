package io.flames.cli.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import io.flames.cli.console.Json;
import io.flames.contracts.Dimensions;
import java.util.ArrayList;
import java.util.List;

/** A scorer's accuracies on answers that it was not trained on. */
final class Figures {
    static final String ALL = "All";

    private Figures() {}

    /** Those of the description; else those that its model card has. */
    static List<JsonNode> of(JsonNode scorer) {
        var figures = new ArrayList<JsonNode>();
        scorer.path("figures").forEach(figures::add);
        if (figures.isEmpty()) {
            var heldOut = scorer.path("modelCard").path("heldOut");
            add(figures, ALL, heldOut.path("overall"));
            Dimensions.ALL.stream()
                    .map(Dimensions::nameOf)
                    .forEach(name ->
                            add(figures, name, heldOut.path("byDimension").path(name)));
        }
        return figures;
    }

    private static void add(List<JsonNode> figures, String dimension, JsonNode card) {
        var accuracy = card.path("accuracy");
        if (accuracy.path("share").isNumber()) {
            figures.add(Json.object()
                    .put("data", "held-out")
                    .put("dimension", dimension)
                    .put("accuracy", accuracy.path("share").asDouble())
                    .put("low", accuracy.path("low").asDouble())
                    .put("high", accuracy.path("high").asDouble())
                    .put("n", card.path("n").asLong()));
        }
    }
}
