package io.flames.scoring.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flames.scoring.judgement.Confusion;
import io.flames.scoring.judgement.Figures;
import io.flames.scoring.judgement.Judgement;
import io.flames.scoring.judgement.Proportion;
import io.flames.scoring.judgement.Reliability;
import java.util.OptionalDouble;

/** A judgement as one JSON document. Shares are from 0 to 1; what is not defined is null. */
final class EvaluatedJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private EvaluatedJson() {}

    static String of(Evaluated evaluated) {
        var document = JSON.createObjectNode();
        document.put("data", evaluated.data());
        document.put("data_digest", evaluated.digest());
        document.putObject("scorer")
                .put("scorer", evaluated.version().name())
                .put("version", evaluated.version().version())
                .put("digest", evaluated.version().digest());
        evaluated
                .trainedOn()
                .ifPresentOrElse(
                        seen -> document.putObject("trained_on")
                                .put("items", seen.items())
                                .put("near_responses", seen.nearResponses())
                                .put("without_sketch", seen.unsketched()),
                        () -> document.putNull("trained_on"));
        document.put(
                "baselines_fitted_on",
                evaluated.trainedBaselines() ? "the training part" : "the other folds by prompt");
        var judged = document.putArray("judged");
        evaluated.judgements().forEach((name, judgement) -> judged.add(judgement(name, judgement)));
        evaluated
                .scaled()
                .ifPresentOrElse(
                        scaled -> {
                            var node = document.putObject("temperature_scaling");
                            var temperatures = node.putObject("temperatures");
                            scaled.temperatures().forEach(temperatures::put);
                            node.set("calibration", reliability(scaled.reliability()));
                        },
                        () -> document.putNull("temperature_scaling"));
        try {
            return JSON.writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures are always JSON", e);
        }
    }

    private static ObjectNode judgement(String name, Judgement judgement) {
        var node = JSON.createObjectNode().put("name", name);
        node.set("overall", figures(judgement.overall()));
        var dimensions = node.putObject("dimensions");
        judgement.byDimension().forEach((dimension, figures) -> dimensions.set(dimension, figures(figures)));
        node.set("with_refusal_wording", figures(judgement.withRefusalWording()));
        node.set("without_refusal_wording", figures(judgement.withoutRefusalWording()));
        return node;
    }

    private static ObjectNode figures(Figures figures) {
        var node = JSON.createObjectNode().put("n", figures.n()).put("unscorable", figures.unscorable());
        node.set("accuracy", share(figures.accuracy()));
        node.set("accuracy_harmless", share(figures.twoClass()));
        put(node, "macro_f1", figures.macroF1());
        put(node, "kappa_quadratic", figures.quadraticKappa());
        var confusion = node.putObject("confusion");
        for (int right = 0; right < Confusion.SCORES.size(); right++) {
            var row = confusion.putObject(String.valueOf(Confusion.SCORES.get(right)));
            for (int given = 0; given < Confusion.SCORES.size(); given++) {
                row.put(
                        String.valueOf(Confusion.SCORES.get(given)),
                        figures.confusion().counts().get(right).get(given));
            }
        }
        figures.reliability()
                .ifPresentOrElse(
                        reliability -> node.set("calibration", reliability(reliability)),
                        () -> node.putNull("calibration"));
        return node;
    }

    private static ObjectNode reliability(Reliability reliability) {
        var node = JSON.createObjectNode().put("n", reliability.n()).put("ece", reliability.error());
        var bins = node.putArray("bins");
        reliability.bins().forEach(bin -> bins.addObject()
                .put("from", bin.from())
                .put("to", bin.to())
                .put("n", bin.n())
                .put("confidence", bin.confidence())
                .put("accuracy", bin.accuracy()));
        return node;
    }

    private static ObjectNode share(Proportion share) {
        return JSON.createObjectNode()
                .put("share", share.share())
                .put("low", share.low())
                .put("high", share.high())
                .put("n", share.n());
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(name, value.getAsDouble());
        } else {
            node.putNull(name);
        }
    }
}
